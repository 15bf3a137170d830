package dev.slipway.model.fleet;

/// The key of an SSH server, to be compared by a person and then accepted.
/// @param type        such as `ssh-ed25519`
/// @param key         base 64, as in `known_hosts`
/// @param fingerprint `SHA256:…`, as `ssh-keygen -l` shows it
public record ShownKey(String type, String key, String fingerprint) {}
