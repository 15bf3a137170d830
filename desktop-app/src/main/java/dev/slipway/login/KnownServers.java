package dev.slipway.login;

import dev.slipway.link.Server;
import dev.slipway.model.problem.Problem;
import dev.slipway.model.problem.ProblemException;
import dev.slipway.model.wire.Json;
import dev.slipway.words.Words;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The servers that a person has been on, in the order in which they came to know them. Kept in a file that only they
/// can read, as it holds their tokens. One without a token is one that the person has signed out of.
public final class KnownServers {
    /// @param last  the address of the one that was shown last
    /// @param local the address at which this computer's own was found last
    record Contents(List<Server> servers, Optional<URI> last, Optional<URI> local) {}

    private static final Logger log = LoggerFactory.getLogger(KnownServers.class);

    private final Path file;

    /// @param folder the desktop's own, made if there is none
    public KnownServers(Path folder) {
        this.file = folder.resolve("servers.json");
    }

    public synchronized List<Server> all() {
        return read().servers();
    }

    /// The one that was shown last; after signing out of that one, none.
    public synchronized Optional<Server> last() {
        Contents contents = read();
        return contents.servers().stream()
                .filter(server -> contents.last()
                        .map(server.address()::equals)
                        .orElseGet(() -> server.equals(contents.servers().getFirst())))
                .findFirst()
                .filter(KnownServers::signedIn);
    }

    /// Whether a server is the one of this computer, as far as was seen.
    public synchronized boolean isLocal(Server server) {
        return read().local()
                .map(server.address()::equals)
                .orElseGet(() -> server.name().equals(Words.text("login.thisComputer")));
    }

    public static boolean signedIn(Server server) {
        return !server.token().isEmpty();
    }

    /// Remembers a server as the last one, in its old place if its address is known.
    public synchronized void remember(Server server) {
        change(contents ->
                new Contents(with(contents.servers(), server), Optional.of(server.address()), contents.local()));
    }

    /// Like [#remember], of the one of this computer: there is one of these, whatever port it has now.
    public synchronized void rememberLocal(Server server) {
        change(contents -> {
            List<Server> others = contents.servers().stream()
                    .filter(known -> known.address().equals(server.address())
                            || !contents.local().map(known.address()::equals).orElse(false))
                    .toList();
            return new Contents(with(others, server), Optional.of(server.address()), Optional.of(server.address()));
        });
    }

    /// Forgets the token, and nothing else.
    public synchronized void signOut(Server server) {
        change(contents -> new Contents(
                with(contents.servers(), new Server(server.name(), server.address(), "")),
                contents.last(),
                contents.local()));
    }

    public synchronized void forget(Server server) {
        change(contents -> new Contents(
                contents.servers().stream()
                        .filter(known -> !known.address().equals(server.address()))
                        .toList(),
                contents.last().filter(last -> !last.equals(server.address())),
                contents.local().filter(local -> !local.equals(server.address()))));
    }

    private static List<Server> with(List<Server> servers, Server server) {
        List<Server> all = new ArrayList<>(servers);
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).address().equals(server.address())) {
                all.set(i, server);
                return all;
            }
        }
        all.add(server);
        return all;
    }

    private Contents read() {
        try {
            if (Files.exists(file)) {
                return Json.read(Files.readString(file), Contents.class);
            }
        } catch (IOException e) {
            throw problem(e).toException(e);
        } catch (ProblemException e) {
            putAside(e);
        }
        return new Contents(List.of(), Optional.empty(), Optional.empty());
    }

    /// What can't be understood must not keep the window from opening; whoever wrote it by hand finds it again.
    private void putAside(ProblemException fault) {
        Path aside = file.resolveSibling(file.getFileName() + ".damaged");
        log.warn("{} can't be understood and is put aside as {}: {}", file, aside, fault.getMessage());
        try {
            Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw problem(e).toException(e);
        }
    }

    private void change(UnaryOperator<Contents> change) {
        Contents before = read();
        Contents after = change.apply(before);
        if (!after.equals(before)) {
            keep(after);
        }
    }

    private void keep(Contents contents) {
        try {
            Files.createDirectories(file.getParent());
            Path fresh = Files.createTempFile(file.getParent(), "servers", ".new");
            if (Files.getFileStore(fresh).supportsFileAttributeView("posix")) {
                Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rw-------"));
            }
            Files.writeString(fresh, Json.write(contents));
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
