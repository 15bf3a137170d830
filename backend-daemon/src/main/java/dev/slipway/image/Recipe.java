package dev.slipway.image;

import dev.slipway.git.Mirror;
import dev.slipway.image.Step.Phase;
import dev.slipway.model.code.CommitId;
import dev.slipway.model.wire.Json;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// What a build of a repository does, as the repository itself says, or else as its files suggest.
/// @param source      where it was found, in words
/// @param steps       of the build, in their order
/// @param postStart   what runs when a session starts
/// @param environment of every program, with variables yet to be put in
/// @param notes       what a person should know
record Recipe(
        String source,
        List<Step> steps,
        List<Step> postStart,
        Map<String, String> environment,
        List<Integer> ports,
        SlipwayFile own,
        List<String> notes) {
    /// Part of each digest: an image that another version made is built anew.
    private static final int VERSION = 1;
    private static final int LONGEST_FILE = 1 << 20;
    private static final int MOST_FILES = 50_000;

    /// By files in a mirror; no sandbox is needed.
    /// @throws dev.slipway.model.problem.ProblemException when a file that says what to do is malformed
    static Recipe of(Mirror mirror, CommitId commit) {
        Optional<DevContainer> container = Optional.empty();
        String source = "";
        for (String place : DevContainer.PLACES) {
            Optional<String> text = text(mirror, commit, place);
            if (text.isPresent() && container.isEmpty()) {
                container = Optional.of(DevContainer.parse(place, text.get()));
                source = place;
            }
        }
        SlipwayFile own =
                text(mirror, commit, SlipwayFile.PLACE).map(SlipwayFile::parse).orElse(SlipwayFile.NONE);
        return of(container, source, own, Detection.of(mirror.filesBelow(commit, "", MOST_FILES)));
    }

    /// Pure: what is said of an image's contents in three places, made one.
    static Recipe of(Optional<DevContainer> container, String source, SlipwayFile own, List<Detection.Found> detected) {
        List<Step> steps = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        List<String> sources = new ArrayList<>();
        if (own.steps().containsKey(Phase.SET_UP)) {
            steps.addAll(own.steps().get(Phase.SET_UP));
        } else if (container.isPresent() && !container.get().steps().isEmpty()) {
            steps.addAll(container.get().steps());
        } else {
            steps.addAll(of(detected, Phase.SET_UP));
        }
        for (Phase phase : List.of(Phase.BUILD, Phase.TEST)) {
            steps.addAll(own.steps().containsKey(phase) ? own.steps().get(phase) : of(detected, phase));
        }
        if (!own.equals(SlipwayFile.NONE)) {
            sources.add(SlipwayFile.PLACE);
        }
        if (!source.isEmpty()) {
            sources.add(source);
        }
        if (!own.steps().keySet().containsAll(EnumSet.of(Phase.SET_UP, Phase.BUILD, Phase.TEST))) {
            detected.forEach(found -> sources.add(found.name() + " (detected)"));
        }
        container
                .filter(said -> !said.ignored().isEmpty())
                .ifPresent(said -> notes.add(source + " also has " + String.join(", ", said.ignored())
                        + ", which Slipway does not use: sandboxes see the host's own programs."));
        return new Recipe(
                sources.isEmpty() ? "nothing that says what to set up" : String.join(", ", sources),
                List.copyOf(steps),
                container.map(DevContainer::postStart).orElse(List.of()),
                container.map(DevContainer::environment).orElse(Map.of()),
                container.map(DevContainer::ports).orElse(List.of()),
                own,
                notes);
    }

    /// Over all that decides what a build does.
    String digest() {
        return digest(
                List.of(VERSION, steps, postStart, new TreeMap<>(environment), ports, new TreeSet<>(own.secrets())));
    }

    /// Over what is done only once: an image with another one can't be gone on from.
    String onCreateDigest() {
        return digest(List.of(VERSION, onCreate()));
    }

    Optional<Duration> cadence() {
        return own.cadence();
    }

    /// Without which no build is to begin.
    Set<String> secrets() {
        return own.secrets();
    }

    /// What a build does.
    /// @param goesOn whether it starts from an earlier image, in which what is done once was done
    List<Step> steps(boolean goesOn) {
        return goesOn
                ? steps.stream().filter(step -> step.phase() != Phase.ON_CREATE).toList()
                : steps;
    }

    private List<Step> onCreate() {
        return steps.stream().filter(step -> step.phase() == Phase.ON_CREATE).toList();
    }

    private static List<Step> of(List<Detection.Found> detected, Phase phase) {
        return detected.stream()
                .flatMap(found -> found.steps().stream())
                .filter(step -> step.phase() == phase)
                .toList();
    }

    private static Optional<String> text(Mirror mirror, CommitId commit, String path) {
        return mirror.read(commit, path, LONGEST_FILE).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
    }

    private static String digest(Object value) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest(Json.write(value).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash).substring(0, 12);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
