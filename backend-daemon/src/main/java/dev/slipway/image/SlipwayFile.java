package dev.slipway.image;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.slipway.image.Step.Command;
import dev.slipway.image.Step.Phase;
import dev.slipway.model.problem.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a repository's `.slipway.yml` says of its image. What it names takes the place of what was detected or what
/// `devcontainer.json` says.
/// @param steps   by phase, those that it names; an empty list does nothing in that phase
/// @param cadence between two builds
/// @param secrets without which no build is to begin
record SlipwayFile(Map<Phase, List<Step>> steps, Optional<Duration> cadence, Set<String> secrets) {
    static final String PLACE = ".slipway.yml";
    static final SlipwayFile NONE = new SlipwayFile(Map.of(), Optional.empty(), Set.of());

    private static final Pattern TIME = Pattern.compile("([1-9][0-9]{0,5}) ?([smhd])");
    private static final Duration LEAST = Duration.ofMinutes(1);
    private static final YAMLMapper MAPPER = new YAMLMapper();

    /// @throws dev.slipway.model.problem.ProblemException `malformed-slipway-file`, naming the key or line
    static SlipwayFile parse(String text) {
        JsonNode image = tree(text).path("image");
        if (image.isMissingNode() || image.isNull()) {
            return NONE;
        }
        if (!image.isObject()) {
            throw malformed("`image` must be a section with keys of its own.").toException();
        }
        Map<Phase, List<Step>> steps = new TreeMap<>();
        Optional<Duration> cadence = Optional.empty();
        Set<String> secrets = new TreeSet<>();
        for (Map.Entry<String, JsonNode> entry : image.properties()) {
            switch (entry.getKey()) {
                case "setup", "build", "test" ->
                    steps.put(phase(entry.getKey()), steps(entry.getKey(), entry.getValue()));
                case "cadence" -> cadence = Optional.of(time(entry.getValue()));
                case "secrets" -> secrets.addAll(names(entry.getValue()));
                default ->
                    throw malformed("`image` has no key `" + entry.getKey()
                                    + "`. There are: build, cadence, secrets, setup, test.")
                            .toException();
            }
        }
        return new SlipwayFile(steps, cadence, secrets);
    }

    private static JsonNode tree(String text) {
        try {
            return text.isBlank() ? MAPPER.createObjectNode() : MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            String where =
                    e.getLocation() == null ? "" : "Line " + e.getLocation().getLineNr() + ": ";
            String what = e.getOriginalMessage().lines().findFirst().orElse("");
            throw malformed(where + what + ".").toException(e);
        }
    }

    private static List<Step> steps(String key, JsonNode node) {
        List<Step> steps = new ArrayList<>();
        for (String line : lines(key, node)) {
            if (!line.isBlank()) {
                steps.add(new Step(phase(key), List.of(Command.shell(line)), Optional.empty()));
            }
        }
        return steps;
    }

    private static Phase phase(String key) {
        return switch (key) {
            case "setup" -> Phase.SET_UP;
            case "build" -> Phase.BUILD;
            default -> Phase.TEST;
        };
    }

    private static List<String> lines(String key, JsonNode node) {
        if (node.isTextual() || node.isNull()) {
            return List.of(node.isNull() ? "" : node.textValue());
        }
        List<String> lines = new ArrayList<>();
        for (JsonNode line : node) {
            if (node.isArray() && line.isTextual()) {
                lines.add(line.textValue());
            }
        }
        if (!node.isArray() || lines.size() != node.size()) {
            throw malformed("`image." + key + "` must be one command or a list of commands.")
                    .toException();
        }
        return lines;
    }

    private static Duration time(JsonNode node) {
        Matcher time = TIME.matcher(node.asText());
        if (!time.matches()) {
            throw malformed("`image.cadence` must be a time such as 30m, 6h or 1d.")
                    .toException();
        }
        long number = Long.parseLong(time.group(1));
        Duration cadence = switch (time.group(2)) {
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            default -> Duration.ofDays(number);
        };
        if (cadence.compareTo(LEAST) < 0) {
            throw malformed("`image.cadence` is at least 1m.").toException();
        }
        return cadence;
    }

    private static List<String> names(JsonNode node) {
        List<String> names = new ArrayList<>();
        for (JsonNode name : node) {
            if (node.isArray() && name.asText().matches(BuildSecrets.NAME)) {
                names.add(name.asText());
            }
        }
        if (!node.isArray() || names.size() != node.size()) {
            throw malformed("`image.secrets` must be a list of names: letters, digits and underscores.")
                    .toException();
        }
        return names;
    }

    private static Problem malformed(String why) {
        return Problem.invalid("malformed-slipway-file", PLACE + " can't be understood", why)
                .withRemedy("Correct it on the default branch.");
    }
}
