package dev.slipway.link;

import java.net.URI;

/// A Slipway server and what it takes to be let in.
/// @param name    what the person calls it
/// @param address such as `http://127.0.0.1:7475`, without a path
/// @param token   the person's own; never shown and never logged
public record Server(String name, URI address, String token) {
    @Override
    public String toString() {
        return name + " (" + address + ")";
    }
}
