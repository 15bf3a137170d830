package dev.slipway.cli;

import dev.slipway.model.problem.Problem;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/// Which daemon a command speaks to, and as whom.
/// @param url    `http` or `https`, without a path
/// @param source where the token came from, in words, for when it is refused
record ServerAddress(URI url, String token, String source) {

    static URI parse(String text) {
        try {
            URI url = new URI(text.contains("://") ? text : "http://" + text);
            boolean web = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
            if (web && url.getHost() != null && url.getUserInfo() == null) {
                return new URI(url.getScheme(), null, url.getHost(), url.getPort(), null, null, null);
            }
        } catch (URISyntaxException e) {
            // said below, as for every other text that is no address
        }
        throw Problem.invalid("malformed-server", "This is not a server's address", "\"" + text + "\" can't be used.")
                .withRemedy("Write it like http://127.0.0.1:7717 or https://slipway.example.org.")
                .toException();
    }

    URI api(String path) {
        return URI.create(url + "/api/v1" + path);
    }

    URI socket() {
        return URI.create(url.toString().replaceFirst("^http", "ws") + "/api/v1/socket");
    }

    /// Never shows the token.
    @Override
    public String toString() {
        return url + " with " + source;
    }

    /// Whether what listens there is on this computer, so that sending it a token from this computer's files tells no
    /// one else.
    static boolean isThisComputer(URI url) {
        String host = Optional.ofNullable(url.getHost()).orElse("");
        return host.equals("localhost") || host.equals("[::1]") || host.matches("127(\\.[0-9]{1,3}){3}");
    }
}
