/// Owns the way out for programs that may reach a list of hosts only: an HTTP proxy on a unix socket that checks every
/// host and address. Uses `dev.slipway.model`; nothing else. Begin at {@link dev.slipway.egress.EgressProxy}.
@NullMarked
package dev.slipway.egress;

import org.jspecify.annotations.NullMarked;
