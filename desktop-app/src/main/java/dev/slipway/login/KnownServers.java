package dev.slipway.login;

import dev.slipway.link.Server;
import dev.slipway.model.problem.Problem;
import dev.slipway.model.wire.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The servers that a person has been on, the last one first. Kept in a file that only they can read, as it holds
/// their tokens.
public final class KnownServers {
    record Contents(List<Server> servers) {}

    private final Path file;

    /// @param folder the desktop's own, made if there is none
    public KnownServers(Path folder) {
        this.file = folder.resolve("servers.json");
    }

    public List<Server> all() {
        try {
            return Files.exists(file)
                    ? Json.read(Files.readString(file), Contents.class).servers()
                    : List.of();
        } catch (IOException e) {
            throw problem(e).toException(e);
        }
    }

    public Optional<Server> last() {
        return all().stream().findFirst();
    }

    /// Remembers a server as the last one; an older entry for its address goes.
    public void remember(Server server) {
        List<Server> servers = new ArrayList<>(all());
        servers.removeIf(known -> known.address().equals(server.address()));
        servers.addFirst(server);
        keep(servers);
    }

    public void forget(Server server) {
        keep(all().stream().filter(known -> !known.equals(server)).toList());
    }

    private void keep(List<Server> servers) {
        try {
            Files.createDirectories(file.getParent());
            Path fresh = Files.createTempFile(file.getParent(), "servers", ".new");
            if (Files.getFileStore(fresh).supportsFileAttributeView("posix")) {
                Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rw-------"));
            }
            Files.writeString(fresh, Json.write(new Contents(servers)));
            Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw problem(e).toException(e);
        }
    }

    private Problem problem(IOException e) {
        return Problem.unavailable(
                        "servers-file", "The list of servers can't be read or written", file + ": " + e.getMessage())
                .withRemedy("Check that the folder is yours and that the disk has room.");
    }
}
