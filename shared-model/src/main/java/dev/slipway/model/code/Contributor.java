package dev.slipway.model.code;

/// A name and address as a commit has them; not necessarily those of a user.
public record Contributor(String name, String email) {}
