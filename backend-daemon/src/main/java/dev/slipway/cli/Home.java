package dev.slipway.cli;

import dev.slipway.model.account.UserId;
import dev.slipway.model.problem.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/// The daemon's data directory `$SLIPWAY_HOME`, as far as a client on the same computer looks into it: where the daemon
/// listens and the tokens of its users.
record Home(Path directory) {

    static Home of(Surroundings surroundings) {
        Path directory = surroundings
                .variable("SLIPWAY_HOME")
                .map(Path::of)
                .or(() -> surroundings.variable("XDG_DATA_HOME").map(data -> Path.of(data, "slipway")))
                .orElseGet(() -> Path.of(
                        surroundings.variable("HOME").orElse(System.getProperty("user.home")), ".local/share/slipway"));
        return new Home(surroundings.directory().resolve(directory).normalize());
    }

    /// Where the daemon listens, or last listened; it writes this once it does.
    Optional<String> daemonUrl() {
        return firstLine(directory.resolve("daemon.url"));
    }

    Optional<Long> daemonPid() {
        return firstLine(directory.resolve("daemon.pid"))
                .filter(text -> text.matches("[0-9]{1,10}"))
                .map(Long::valueOf);
    }

    Path ownersToken() {
        return directory.resolve("token");
    }

    Path tokenOf(UserId user) {
        return directory.resolve("tokens").resolve(user.value());
    }

    Path log() {
        return directory.resolve("logs").resolve("daemon.out");
    }

    /// Keeps a user's token where `--as` finds it, readable by this account alone.
    void save(UserId user, String token) {
        Path file = tokenOf(user);
        try {
            Files.createDirectories(
                    file.getParent(),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            Path fresh = file.resolveSibling("." + user.value() + ".new");
            Files.deleteIfExists(fresh);
            try (var channel = Files.newByteChannel(
                    fresh,
                    Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
                channel.write(java.nio.charset.StandardCharsets.UTF_8.encode(token + "\n"));
            }
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw Problem.unavailable(
                            "token-not-saved", "The token could not be saved", "Writing " + file + " failed: " + e)
                    .toException(e);
        }
    }

    /// Java names only the file where the system says more.
    static String why(Exception e) {
        Throwable cause = e instanceof java.io.UncheckedIOException && e.getCause() != null ? e.getCause() : e;
        return switch (cause) {
            case NoSuchFileException gone -> "there is no such file";
            case java.nio.file.AccessDeniedException denied -> "this account may not read it";
            case java.nio.charset.MalformedInputException binary -> "it is no text";
            default -> String.valueOf(cause.getMessage());
        };
    }

    static Optional<String> firstLine(Path file) {
        try (var lines = Files.lines(file)) {
            return lines.findFirst().map(String::strip).filter(line -> !line.isEmpty());
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException | java.io.UncheckedIOException e) {
            throw Problem.unavailable("unreadable-file", "A file could not be read", file + ": " + Home.why(e) + ".")
                    .withRemedy("Check who owns it and what its permissions are: ls -l " + file)
                    .toException(e);
        }
    }
}
