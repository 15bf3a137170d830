/// Owns the client's half of the RFB protocol (RFC 6143 with the extensions of the community's `rfbproto`
/// document): the screen of a sandbox as pixels, keys and pointer back. Trusts nothing that arrives. Uses
/// nothing of ours and no toolkit. Begin at {@link dev.slipway.rfb.RfbClient}.
@NullMarked
package dev.slipway.rfb;

import org.jspecify.annotations.NullMarked;
