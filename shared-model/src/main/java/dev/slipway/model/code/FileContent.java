package dev.slipway.model.code;

import java.util.Optional;

/// A whole file on one side of a difference.
/// @param size   in bytes
/// @param text   what it says, when it is UTF-8 without NUL
/// @param base64 its bytes, when it is anything else
public record FileContent(String path, long size, Optional<String> text, Optional<String> base64) {}
