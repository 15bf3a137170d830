package dev.slipway.image;

import dev.slipway.keyring.Keyring;
import dev.slipway.llm.ApiKey;
import dev.slipway.model.code.RepositoryId;
import dev.slipway.model.problem.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/// What only a repository's build gets to know, such as the token of a private package registry: a variable
/// each, for its commands. Kept in private files of the daemon's home, never in an image, a log or an answer.
public final class BuildSecrets {
    static final String NAME = "[A-Za-z][A-Za-z0-9_]{0,60}";
    /// A shorter one would be found, and masked, in the midst of ordinary words.
    private static final int SHORTEST = 6;

    private static final int LONGEST = 16_384;

    private final Path folder;
    private final Map<RepositoryId, Keyring> keyrings = new ConcurrentHashMap<>();

    /// @param folder made when it is first needed
    public BuildSecrets(Path folder) {
        this.folder = folder;
    }

    /// Names, and since when each has its value.
    public Map<String, Instant> names(RepositoryId repository) {
        Map<String, Instant> names = new TreeMap<>();
        if (Files.isDirectory(place(repository))) {
            Keyring keyring = keyring(repository);
            keyring.names().forEach(name -> keyring.since(name).ifPresent(since -> names.put(name, since)));
        }
        return names;
    }

    /// @throws dev.slipway.model.problem.ProblemException `malformed-secret`
    public void keep(RepositoryId repository, String name, String value) {
        check(name);
        String kept = value.strip();
        if (kept.length() < SHORTEST || kept.length() > LONGEST || kept.indexOf('\0') >= 0) {
            throw Problem.invalid(
                            "malformed-secret",
                            "This can't be a secret",
                            "A secret has " + SHORTEST + " to " + LONGEST
                                    + " characters: a shorter one could not be kept out of logs.")
                    .toException();
        }
        keyring(repository).keep(name, new ApiKey(kept));
    }

    /// Does nothing when there is none.
    public void forget(RepositoryId repository, String name) {
        check(name);
        if (Files.isDirectory(place(repository))) {
            keyring(repository).forget(name);
        }
    }

    /// For a build's commands only.
    Map<String, String> values(RepositoryId repository) {
        Map<String, String> values = new TreeMap<>();
        for (String name : names(repository).keySet()) {
            Optional<ApiKey> value = keyring(repository).find(name);
            value.ifPresent(key -> values.put(name, key.reveal()));
        }
        return values;
    }

    /// Forgets all of a repository.
    void remove(RepositoryId repository) {
        keyrings.remove(repository);
        Path place = place(repository);
        if (Files.isDirectory(place)) {
            try (Stream<Path> files = Files.walk(place)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            } catch (IOException e) {
                throw new UncheckedIOException("can't remove the secrets in " + place, e);
            }
        }
    }

    private Keyring keyring(RepositoryId repository) {
        return keyrings.computeIfAbsent(repository, id -> new Keyring(place(id)));
    }

    private Path place(RepositoryId repository) {
        return folder.resolve(repository.value());
    }

    private static void check(String name) {
        if (!name.matches(NAME)) {
            throw Problem.invalid(
                            "malformed-secret",
                            "This can't be a secret's name",
                            "It names a variable: letters, digits and underscores, beginning with a letter, 61 at most.")
                    .toException();
        }
    }
}
