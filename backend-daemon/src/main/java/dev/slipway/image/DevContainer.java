package dev.slipway.image;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.slipway.image.Step.Command;
import dev.slipway.image.Step.Phase;
import dev.slipway.model.problem.Problem;
import dev.slipway.model.problem.ProblemException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a `devcontainer.json` says that matters here, by the development container specification
/// (containers.dev/implementors/json_reference): life-cycle commands, environment, forwarded ports. What would need
/// containers (images, features, Compose) is not done, and said so.
/// @param steps       in their order, without that of a session's start
/// @param postStart   what runs when a session starts
/// @param environment values with variables yet to be put in, see [Variables]
/// @param ports       forwarded ones
/// @param ignored     properties that ask for containers
record DevContainer(
        List<Step> steps,
        List<Step> postStart,
        Map<String, String> environment,
        List<Integer> ports,
        List<String> ignored) {
    /// Where it may be, by the specification; the first that there is counts.
    static final List<String> PLACES = List.of(".devcontainer/devcontainer.json", ".devcontainer.json");

    private static final List<String> CONTAINERS = List.of("image", "build", "dockerComposeFile", "features");
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS, JsonReadFeature.ALLOW_TRAILING_COMMA)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /// @param place of the file, for errors
    /// @throws ProblemException `malformed-devcontainer`, naming the property or line
    static DevContainer parse(String place, String text) {
        JsonNode root = tree(place, text);
        if (!root.isObject()) {
            throw malformed(place, "It must be an object.").toException();
        }
        Reading reading = new Reading(place, root);
        List<Step> steps = new ArrayList<>();
        for (Phase phase : List.of(Phase.ON_CREATE, Phase.UPDATE_CONTENT, Phase.POST_CREATE)) {
            reading.step(phase).ifPresent(steps::add);
        }
        Map<String, String> environment = new LinkedHashMap<>(reading.environment("containerEnv"));
        environment.putAll(reading.environment("remoteEnv"));
        return new DevContainer(
                steps,
                reading.step(Phase.POST_START).stream().toList(),
                environment,
                reading.ports(),
                CONTAINERS.stream().filter(root::has).toList());
    }

    private static JsonNode tree(String place, String text) {
        try {
            return MAPPER.readTree(text.startsWith("\uFEFF") ? text.substring(1) : text);
        } catch (JsonProcessingException e) {
            String where =
                    e.getLocation() == null ? "" : "Line " + e.getLocation().getLineNr() + ": ";
            throw malformed(place, where + e.getOriginalMessage()).toException(e);
        }
    }

    private static Problem malformed(String place, String why) {
        return Problem.invalid("malformed-devcontainer", place + " can't be understood", why)
                .withRemedy("Correct it on the default branch; containers.dev describes the format.");
    }

    private record Reading(String place, JsonNode root) {
        Optional<Step> step(Phase phase) {
            JsonNode node = root.path(phase.words());
            List<Command> commands = new ArrayList<>();
            if (node.isObject()) {
                node.properties()
                        .forEach(entry -> command(phase, entry.getValue())
                                .map(command -> command.named(entry.getKey()))
                                .ifPresent(commands::add));
            } else {
                command(phase, node).ifPresent(commands::add);
            }
            return commands.isEmpty() ? Optional.empty() : Optional.of(new Step(phase, commands, Optional.empty()));
        }

        private Optional<Command> command(Phase phase, JsonNode node) {
            if (node.isMissingNode() || node.isNull()) {
                return Optional.empty();
            }
            if (node.isTextual()) {
                return node.textValue().isBlank() ? Optional.empty() : Optional.of(Command.shell(node.textValue()));
            }
            List<String> words = new ArrayList<>();
            if (node.isArray()) {
                node.forEach(word -> words.add(word.isTextual() ? word.textValue() : ""));
            }
            if (!node.isArray() || words.isEmpty() || words.getFirst().isEmpty()) {
                throw malformed(
                                place,
                                "`" + phase.words()
                                        + "` must be a text, a list of texts, or an object of such by name.")
                        .toException();
            }
            return Optional.of(new Command("", words));
        }

        /// A value of null takes a variable away, which does nothing here.
        Map<String, String> environment(String property) {
            JsonNode node = root.path(property);
            Map<String, String> values = new LinkedHashMap<>();
            if (node.isMissingNode() || node.isNull()) {
                return values;
            }
            if (!node.isObject()) {
                throw malformed(place, "`" + property + "` must be an object.").toException();
            }
            for (Map.Entry<String, JsonNode> entry : node.properties()) {
                if (!entry.getKey().matches(Variables.NAME)) {
                    throw malformed(
                                    place,
                                    "`" + property + "` has a name that no shell takes: \"" + entry.getKey() + "\".")
                            .toException();
                }
                if (!entry.getValue().isNull()) {
                    values.put(entry.getKey(), entry.getValue().asText());
                }
            }
            return values;
        }

        /// Numbers, or texts such as `db:5432`, of which only a plain number is ours.
        List<Integer> ports() {
            List<Integer> ports = new ArrayList<>();
            for (JsonNode node : root.path("forwardPorts")) {
                int port = node.isInt() ? node.intValue() : node.asInt(0);
                if (port > 0 && port < 65_536) {
                    ports.add(port);
                }
            }
            return ports;
        }
    }
}
