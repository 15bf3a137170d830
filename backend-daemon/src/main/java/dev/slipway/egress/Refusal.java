package dev.slipway.egress;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.InetAddress;
import java.nio.ByteBuffer;

/// Why a request goes no further, in words for whoever reads the program's output.
/// @param reason short, for the status line, which is all that many programs show
record Refusal(int status, String reason, String text) {
    private static final String LATER = ", for the sandboxes that are made after its next start.";

    static Refusal unlisted(Target target) {
        return forbidden(
                "Host not in sandbox.allow",
                "This sandbox may not reach " + target.text() + ": sandbox.allow in the daemon's config.yml does not"
                        + " list " + target.host() + ". Whoever runs the daemon can add it there" + LATER);
    }

    static Refusal otherPort(Target target) {
        return forbidden(
                "Port not in sandbox.allow",
                "This sandbox may reach " + target.host() + ", but not at this port. Whoever runs the daemon can add "
                        + target.text() + " to sandbox.allow in its config.yml" + LATER);
    }

    static Refusal closed(Target target, InetAddress address) {
        return forbidden(
                "Address not in sandbox.allow",
                "This sandbox may not reach " + target.text() + ": the name leads to " + address.getHostAddress()
                        + ", which is no address of the open internet. Whoever runs the daemon can add that address,"
                        + " with the port unless it is 80 or 443, to sandbox.allow in its config.yml" + LATER);
    }

    static Refusal malformed(String detail) {
        return new Refusal(400, "Bad Request", detail);
    }

    static Refusal tooLong() {
        return new Refusal(431, "Request Header Fields Too Large", "The header of a request can have 64 KiB.");
    }

    static Refusal unknown(Target target) {
        return new Refusal(502, "Host not found", "There is no address for " + target.host() + ".");
    }

    static Refusal unreachable(Target target, String why) {
        return new Refusal(502, "Host not reachable", "Can't connect to " + target.text() + ": " + why + ".");
    }

    ByteBuffer response() {
        byte[] body = ("Slipway: " + text + "\n").getBytes(UTF_8);
        byte[] head = ("HTTP/1.1 " + status + " " + reason + "\r\nContent-Type: text/plain; charset=utf-8\r\n"
                        + "Content-Length: " + body.length + "\r\nConnection: close\r\n\r\n")
                .getBytes(UTF_8);
        return ByteBuffer.allocate(head.length + body.length)
                .put(head)
                .put(body)
                .flip();
    }

    private static Refusal forbidden(String reason, String text) {
        return new Refusal(403, reason, text);
    }
}
