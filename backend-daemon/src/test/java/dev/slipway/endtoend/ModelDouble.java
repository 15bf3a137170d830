package dev.slipway.endtoend;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.model.wire.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// `@copilotkit/aimock`: speaks the wire formats of Anthropic and OpenAI, answers by fixtures, and remembers what it
/// was asked.
final class ModelDouble implements AutoCloseable {
    private static final Path PROGRAM = Path.of("src/test/npm/node_modules/@copilotkit/aimock/dist/cli.js");
    private static final Path FIXTURES = Path.of("src/test/resources/dev/slipway/endtoend/fixtures");
    private static final Pattern LISTENING = Pattern.compile("listening on (http://[^\\s]+)");

    private final HttpClient http = HttpClient.newHttpClient();
    private final Process process;
    private final String url;

    ModelDouble() throws IOException {
        if (!Files.exists(PROGRAM)) {
            throw new IllegalStateException("The double of the model providers is not installed: run `npm ci` in"
                    + " backend-daemon/src/test/npm, or `./slipway test`, which does.");
        }
        process = new ProcessBuilder(
                        "node",
                        PROGRAM.toString(),
                        "--port",
                        "0",
                        "--fixtures",
                        FIXTURES.toString(),
                        "--journal-max",
                        "0",
                        "--chunk-size",
                        "8")
                .redirectErrorStream(true)
                .start();
        url = firstMatch(new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)));
    }

    String url() {
        return url;
    }

    /// The conversations it was sent, oldest first, in the form of OpenAI's Chat Completions whatever the wire format.
    /// @param containing only those with this text in them
    List<JsonNode> conversations(String containing) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(url + "/v1/_requests")).build();
        String body = http.send(request, HttpResponse.BodyHandlers.ofString()).body();
        List<JsonNode> found = new ArrayList<>();
        for (JsonNode call : Json.lenient().readTree(body)) {
            if (call.path("body").path("messages").toString().contains(containing)) {
                found.add(call.path("body").path("messages"));
            }
        }
        return found;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    private String firstMatch(BufferedReader output) throws IOException {
        StringBuilder said = new StringBuilder();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            said.append(line).append('\n');
            Matcher matcher = LISTENING.matcher(line);
            if (matcher.find()) {
                drain(output);
                return matcher.group(1);
            }
        }
        throw new IOException("aimock ended before it listened:\n" + said);
    }

    private static void drain(BufferedReader output) {
        Thread.ofVirtual().start(() -> output.lines().forEach(line -> {}));
    }
}
