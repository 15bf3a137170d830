/// Owns running our scripts on a host: installing them, streaming in and out, ending all that a call started.
/// Uses `dev.slipway.model` only. A host is this machine now; the shape is that of any machine behind SSH.
/// Begin at {@link dev.slipway.host.HostShell}.
@NullMarked
package dev.slipway.host;

import org.jspecify.annotations.NullMarked;
