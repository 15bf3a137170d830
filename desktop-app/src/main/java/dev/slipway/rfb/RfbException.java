package dev.slipway.rfb;

import java.io.IOException;

/// Why a screen's stream can't go on.
public final class RfbException extends IOException {
    private static final long serialVersionUID = 1L;

    /// The families of such ends, each of which asks for something else.
    public enum Kind {
        /// The other side closed the stream.
        ENDED,
        /// The stream broke.
        LOST,
        /// What arrived is not RFB, or breaks its rules.
        MALFORMED,
        /// The server speaks an older version than 3.8.
        VERSION,
        /// The server wants a kind of authentication that is not spoken here.
        SECURITY,
        /// The server refused, with a reason of its own.
        REFUSED,
        /// The server takes nothing more of what is sent.
        STALLED
    }

    private final Kind kind;

    /// @param detail the particulars, in which text of the server may stand: not to be trusted
    public RfbException(Kind kind, String detail) {
        super(detail);
        this.kind = kind;
    }

    static RfbException malformed(String detail) {
        return new RfbException(Kind.MALFORMED, detail);
    }

    public Kind kind() {
        return kind;
    }
}
