package dev.slipway.model.tunnel;

import java.util.Optional;

/// A port on which a program in a sandbox listens.
/// @param program what listens, as far as that can be seen from inside
public record ListeningPort(int port, Optional<String> program) {}
