package dev.slipway.daemon;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import dev.slipway.model.problem.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What an admin can set, in `$SLIPWAY_HOME/config.yml`, all of it optional. A key that does not exist is an error, as
/// it is most likely a misspelt one. Every default is pinned by a test.
record Config(Server server, Models models, Sandbox sandbox, Images images, Warm warm, Forge forge) {
    static final String FILE = "config.yml";
    static final int DEFAULT_PORT = 7475;
    private static final ObjectMapper MAPPER = YAMLMapper.builder()
            .addModule(new Jdk8Module())
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    Config {
        server = orEmpty(server, Server.class);
        models = orEmpty(models, Models.class);
        sandbox = orEmpty(sandbox, Sandbox.class);
        images = orEmpty(images, Images.class);
        warm = orEmpty(warm, Warm.class);
        forge = orEmpty(forge, Forge.class);
    }

    /// @param listen  `host:port`; port 0 takes a free one; `SLIPWAY_LISTEN` comes first
    /// @param hosts   names by which clients may address the daemon, beside the loopback names and `listen`'s own
    /// @param origins web origins whose pages may call the daemon
    record Server(String listen, List<String> hosts, List<String> origins) {
        Server {
            listen = orElse(listen, "127.0.0.1:" + DEFAULT_PORT);
            hosts = orElse(hosts, List.of());
            origins = orElse(origins, List.of());
        }
    }

    /// @param standard  the model of sessions that name none; else the first of the first provider that has a key
    /// @param providers asked before those of the environment variables
    record Models(Optional<String> standard, List<Provider> providers) {
        Models {
            standard = orElse(standard, Optional.empty());
            providers = orElse(providers, List.of());
        }
    }

    /// @param name    first part of its models' names
    /// @param kind    `anthropic`, `openai-responses` or `openai-chat`
    /// @param baseUrl where it answers; the inventor's own place unless given
    /// @param key     the key itself, or `env:NAME` for the value of an environment variable
    /// @param models  the models that it offers, the standard one first
    /// @param headers more headers for each call
    /// @param silenceSeconds how long no byte may come before a call is given up; 300 unless given
    record Provider(
            String name,
            String kind,
            Optional<String> baseUrl,
            Optional<String> key,
            List<String> models,
            Map<String, String> headers,
            OptionalInt silenceSeconds) {
        Provider {
            baseUrl = orElse(baseUrl, Optional.empty());
            key = orElse(key, Optional.empty());
            models = orElse(models, List.of());
            headers = orElse(headers, Map.of());
            silenceSeconds = orElse(silenceSeconds, OptionalInt.empty());
        }

        /// Without the key.
        @Override
        public String toString() {
            return name + " (" + kind + ")";
        }
    }

    /// @param unisolated  whether sessions may run without isolation where the host offers none; `SLIPWAY_UNISOLATED=1`
    ///     says so too
    /// @param memoryMb    memory of one sandbox, 4,096 unless given
    /// @param processes   processes and threads of one sandbox, 2,048 unless given
    /// @param cpus        cores that one sandbox may keep busy, 4 unless given
    /// @param network     `none`, `host`, or `allow`
    /// @param allow       hosts that a sandbox may reach when `network` is `allow`
    /// @param tools       more directories of this computer that are readable inside, such as a JDK
    /// @param lostAfterSeconds how long a host may not answer until its sessions go on elsewhere
    /// @param idleAfterMinutes how long a session's sandbox may be idle until it is released, 30 unless given
    /// @param snapshotCopiesGb what copies of other hosts' snapshots may take here, 20 GB unless given; 0 for none
    record Sandbox(
            Boolean unisolated,
            OptionalInt memoryMb,
            OptionalInt processes,
            OptionalInt cpus,
            String network,
            List<String> allow,
            List<String> tools,
            OptionalInt lostAfterSeconds,
            OptionalInt idleAfterMinutes,
            OptionalInt snapshotCopiesGb) {
        Sandbox {
            unisolated = orElse(unisolated, false);
            memoryMb = orElse(memoryMb, OptionalInt.empty());
            processes = orElse(processes, OptionalInt.empty());
            cpus = orElse(cpus, OptionalInt.empty());
            network = orElse(network, "none");
            allow = orElse(allow, List.of());
            tools = orElse(tools, List.of());
            lostAfterSeconds = orElse(lostAfterSeconds, OptionalInt.empty());
            idleAfterMinutes = orElse(idleAfterMinutes, OptionalInt.empty());
            snapshotCopiesGb = orElse(snapshotCopiesGb, OptionalInt.empty());
        }
    }

    /// @param automatic      whether images are built by themselves, too, rather than only when somebody asks
    /// @param cadence        between two builds of a repository, such as `30m`
    /// @param timeLimit      of one build, such as `30m`
    /// @param usedWithinDays a repository on which nobody began to work for so long is not built any more
    /// @param atOnce         builds of one host at the same time, 1 unless given
    /// @param keepFree       of a host's disk: a part such as `10%`, or a size such as `20G`
    /// @param hosts          the same for hosts with a rule of their own, by host
    record Images(
            Boolean automatic,
            String cadence,
            String timeLimit,
            OptionalInt usedWithinDays,
            OptionalInt atOnce,
            Optional<String> keepFree,
            Map<String, String> hosts) {
        Images {
            automatic = orElse(automatic, true);
            cadence = orElse(cadence, "30m");
            timeLimit = orElse(timeLimit, "30m");
            usedWithinDays = orElse(usedWithinDays, OptionalInt.empty());
            atOnce = orElse(atOnce, OptionalInt.empty());
            keepFree = orElse(keepFree, Optional.empty());
            hosts = orElse(hosts, Map.of());
        }
    }

    /// Sandboxes that are ready before anyone asks.
    /// @param enabled         whether there are any
    /// @param perRepository   how many of one repository may wait, unless its own rule says otherwise
    /// @param perHost         how many may wait on one host
    /// @param maxAgeMinutes   after which one that waits is thrown away
    record Warm(Boolean enabled, Integer perRepository, Integer perHost, Integer maxAgeMinutes) {
        Warm {
            enabled = orElse(enabled, true);
            perRepository = orElse(perRepository, 3);
            perHost = orElse(perHost, 8);
            maxAgeMinutes = orElse(maxAgeMinutes, 240);
        }
    }

    /// @param approvals      approvals that a merge needs, 1 unless given
    /// @param protectDefault whether the default branch takes no direct pushes
    record Forge(Integer approvals, Boolean protectDefault) {
        Forge {
            approvals = orElse(approvals, 1);
            protectDefault = orElse(protectDefault, false);
        }
    }

    /// Reads the file in this home, if there is one.
    /// @throws dev.slipway.model.problem.ProblemException naming the line that is wrong
    static Config load(Path home) {
        Path file = home.resolve(FILE);
        try {
            String text = Files.exists(file) ? Files.readString(file) : "";
            return text.isBlank() ? empty() : orEmpty(MAPPER.readValue(text, Config.class), Config.class);
        } catch (JsonProcessingException e) {
            throw Problem.invalid("malformed-configuration", "The configuration can't be understood", wrong(file, e))
                    .withRemedy("Correct the line; docs/configuration.md has all keys with their defaults.")
                    .toException(e);
        } catch (IOException e) {
            throw Problem.unavailable(
                            "unreadable-configuration", "The configuration can't be read", file + ": " + e.getMessage())
                    .withRemedy("Make the file readable for the user that runs the daemon, or remove it.")
                    .toException(e);
        }
    }

    static Config empty() {
        return MAPPER.convertValue(Map.of(), Config.class);
    }

    private static String wrong(Path file, JsonProcessingException e) {
        String line = e.getLocation() == null ? "" : ", line " + line(file, e);
        String path = e instanceof JsonMappingException mapping
                ? mapping.getPath().stream()
                        .map(step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : step.getFieldName())
                        .collect(Collectors.joining("."))
                : "";
        return file + line + (path.isEmpty() ? "" : ", at " + path) + ": " + reason(e);
    }

    private static String reason(JsonProcessingException e) {
        return switch (e) {
            case UnrecognizedPropertyException unknown ->
                "there is no such key. There are: "
                        + unknown.getKnownPropertyIds().stream()
                                .map(String::valueOf)
                                .sorted()
                                .collect(Collectors.joining(", "))
                        + ".";
            case InvalidFormatException format -> "\"" + format.getValue() + "\" is not " + wanted(format) + ".";
            case MismatchedInputException mismatch -> "this should be " + wanted(mismatch) + ".";
            default -> e.getOriginalMessage();
        };
    }

    private static String wanted(MismatchedInputException e) {
        Class<?> type = e.getTargetType();
        if (type == int.class || type == Integer.class || type == OptionalInt.class) {
            return "a whole number";
        }
        if (type == Boolean.class) {
            return "true or false";
        }
        if (type == List.class || type == ArrayList.class) {
            return "a list";
        }
        return type == String.class || type == Optional.class ? "one text" : "a section with keys of its own";
    }

    /// The parser is past an unknown key when it finds that nobody wants it.
    private static int line(Path file, JsonProcessingException e) {
        int line = e.getLocation().getLineNr();
        if (e instanceof UnrecognizedPropertyException unknown) {
            try {
                List<String> lines = Files.readAllLines(file);
                for (int i = Math.min(line, lines.size()); i > 0; i--) {
                    if (lines.get(i - 1).contains(unknown.getPropertyName())) {
                        return i;
                    }
                }
            } catch (IOException gone) {
                return line;
            }
        }
        return line;
    }

    private static <T> T orEmpty(@Nullable T value, Class<T> type) {
        return value == null ? MAPPER.convertValue(Map.of(), type) : value;
    }

    private static <T> T orElse(@Nullable T value, T otherwise) {
        return value == null ? otherwise : value;
    }
}
