package dev.slipway.api;

import java.time.Duration;
import java.util.Set;

/// How the server meets its clients.
/// @param version    of Slipway, as `/health` and the socket's first frame tell it
/// @param hostNames  names under which clients may address the server, beside loopback names and its own address; a
///                   request for any other name is refused, so that no web page can reach it by pointing a name of its
///                   own at it
/// @param origins    web origins, such as `https://slipway.example.org`, whose pages may call; empty for none
/// @param sendLimit  for how long a socket may take to accept 64 KiB before it is cut off
/// @param idle       for how long nothing may come of a request, or be taken of an answer; also how long a connection
///                   without a request is kept
/// @param pingEvery  how often each socket is pinged; one that says nothing for three times as long is cut off
public record ApiSettings(
        String version,
        Set<String> hostNames,
        Set<String> origins,
        Duration sendLimit,
        Duration idle,
        Duration pingEvery) {
    public ApiSettings {
        hostNames = Set.copyOf(hostNames);
        origins = Set.copyOf(origins);
    }

    /// What holds unless configured otherwise.
    public static ApiSettings usual(String version) {
        return new ApiSettings(
                version, Set.of(), Set.of(), Duration.ofSeconds(10), Duration.ofSeconds(60), Duration.ofSeconds(30));
    }

    public ApiSettings withHostNames(Set<String> names) {
        return new ApiSettings(version, names, origins, sendLimit, idle, pingEvery);
    }

    public ApiSettings withOrigins(Set<String> allowed) {
        return new ApiSettings(version, hostNames, allowed, sendLimit, idle, pingEvery);
    }

    public ApiSettings withSendLimit(Duration limit) {
        return new ApiSettings(version, hostNames, origins, limit, idle, pingEvery);
    }

    public ApiSettings withIdle(Duration limit) {
        return new ApiSettings(version, hostNames, origins, sendLimit, limit, pingEvery);
    }

    public ApiSettings withPingEvery(Duration period) {
        return new ApiSettings(version, hostNames, origins, sendLimit, idle, period);
    }
}
