/// Owns SSH: connections to one server and their number, host keys, logins, programs that run there, and byte streams
/// to its ports and sockets. Uses `dev.slipway.model` only. Begin at {@link dev.slipway.ssh.SshServer}.
@NullMarked
package dev.slipway.ssh;

import org.jspecify.annotations.NullMarked;
