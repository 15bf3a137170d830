/// Owns the command line: a client of the public interface like any other, with no logic of its own. Uses
/// `shared-model`
/// only; it starts the daemon as a process and otherwise speaks to it through REST and the socket.
///
/// Begin at [Main]; each command is one class named after it.
@NullMarked
package dev.slipway.cli;

import org.jspecify.annotations.NullMarked;
