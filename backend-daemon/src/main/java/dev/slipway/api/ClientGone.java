package dev.slipway.api;

/// The client of a socket is no longer there, or does not read: nothing more can be sent to it.
final class ClientGone extends Exception {
    private static final long serialVersionUID = 1L;

    ClientGone(String why) {
        super(why, null, false, false);
    }
}
