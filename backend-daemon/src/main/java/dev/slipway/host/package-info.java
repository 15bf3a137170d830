/// Owns running our scripts on a host: installing them, streaming in and out, ending all that a call started.
/// Uses `ssh`. A host is this machine or one behind SSH; no program of ours stays on either.
/// Begin at {@link dev.slipway.host.HostShell}.
@NullMarked
package dev.slipway.host;

import org.jspecify.annotations.NullMarked;
