package dev.slipway.llm.rehearsal;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.slipway.llm.Attempt;
import dev.slipway.llm.Connections;
import dev.slipway.llm.ModelCallException;
import dev.slipway.llm.ModelClient;
import dev.slipway.llm.ModelFailure;
import dev.slipway.llm.Protocol;
import dev.slipway.llm.Provider;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// All scripts that can be played: those that ship with Slipway, and the `*.yaml` files of a directory. A
/// script is called like a model, `rehearsal/NAME`.
public final class Rehearsals implements Protocol {
    private static final List<String> SHIPPED = List.of("demo");
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,60}");
    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final Optional<Path> directory;
    private final Pacing pacing;
    private final Map<String, Script> shipped = new ConcurrentHashMap<>();

    /// @param directory where more scripts may be; it need not exist
    public Rehearsals(Optional<Path> directory) {
        this(directory, Thread::sleep);
    }

    Rehearsals(Optional<Path> directory, Pacing pacing) {
        this.directory = directory;
        this.pacing = pacing;
    }

    /// Names of all scripts, the demo first.
    public List<String> names() {
        TreeSet<String> more = new TreeSet<>();
        if (directory.isPresent() && Files.isDirectory(directory.get())) {
            try (Stream<Path> files = Files.list(directory.get())) {
                files.map(file -> String.valueOf(file.getFileName()))
                        .filter(file -> file.endsWith(".yaml"))
                        .map(file -> file.substring(0, file.length() - ".yaml".length()))
                        .filter(name -> NAME.matcher(name).matches() && !SHIPPED.contains(name))
                        .forEach(more::add);
            } catch (IOException unreadable) {
                throw new UncheckedIOException(unreadable);
            }
        }
        return Stream.concat(SHIPPED.stream(), more.stream()).toList();
    }

    @Override
    public ModelClient open(Provider provider, Connections connections) {
        return (request, sink) -> {
            Script script = script(provider.name(), request.model());
            return Attempt.run(provider, request, sink, answer -> {
                Attempt.accepted();
                new Performance(script, provider.name() + "/" + request.model(), pacing).play(request, answer);
            });
        };
    }

    @Override
    public void rehearse() {
        shippedScript("demo");
    }

    private Script script(String provider, String name) throws ModelCallException {
        try {
            if (NAME.matcher(name).matches()) {
                if (SHIPPED.contains(name)) {
                    return shippedScript(name);
                }
                Optional<Path> file =
                        directory.map(place -> place.resolve(name + ".yaml")).filter(Files::isRegularFile);
                if (file.isPresent()) {
                    return YAML.readValue(Files.readAllBytes(file.get()), Script.class);
                }
            }
        } catch (IOException malformed) {
            throw new ModelCallException(
                    new ModelFailure.BadRequest(
                            provider + "/" + name, "the script can't be read: " + malformed.getMessage()),
                    malformed);
        }
        List<String> known =
                names().stream().map(script -> provider + "/" + script).toList();
        throw new ModelCallException(new ModelFailure.UnknownModel(provider + "/" + name, "no such script", known));
    }

    private Script shippedScript(String name) {
        return shipped.computeIfAbsent(name, Rehearsals::read);
    }

    private static Script read(String name) {
        try (InputStream yaml = Rehearsals.class.getResourceAsStream(name + ".yaml")) {
            if (yaml == null) {
                throw new IllegalStateException("The script " + name + ".yaml is missing");
            }
            return YAML.readValue(yaml, Script.class);
        } catch (IOException malformed) {
            throw new UncheckedIOException(malformed);
        }
    }

    /// Waits between words; in a test it does not.
    interface Pacing {
        void pause(Duration time) throws InterruptedException;
    }
}
