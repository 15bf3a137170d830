package dev.slipway.model.session;

/// A file that came with a prompt, kept as a blob of the session.
/// @param name      its file name, without directories
/// @param mediaType such as `image/png`
/// @param bytes     its size
public record Attachment(String name, String mediaType, BlobId blob, long bytes) {}
