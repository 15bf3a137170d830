package dev.slipway.keyring;

import dev.slipway.llm.ApiKey;
import dev.slipway.llm.KeyStore;
import dev.slipway.model.problem.Problem;
import dev.slipway.model.problem.ProblemException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The keys of model providers, `keys/<provider>.key` (0600) in a folder that nobody else may enter (0700). Each
/// file is there whole or not at all. They are read once, at the start; a file that others could read is made private
/// again, and the log says so.
public final class Keyring implements KeyStore {
    private static final Logger LOG = LoggerFactory.getLogger(Keyring.class);
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,60}");
    private static final String SUFFIX = ".key";
    private static final String PRIVATE = "rw-------";
    private static final String FOLDER = "rwx------";

    private record Kept(ApiKey key, Instant since) {}

    private final Path folder;
    private final Map<String, Kept> keys = new ConcurrentHashMap<>();

    /// @param folder made when it is not there
    /// @throws ProblemException if it can't be read
    public Keyring(Path folder) {
        this.folder = folder;
        try {
            if (Files.notExists(folder)) {
                Files.createDirectories(
                        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(FOLDER)));
            }
            restrict(folder, FOLDER);
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.toList()) {
                    read(file);
                }
            }
        } catch (IOException e) {
            throw problem(e);
        }
    }

    @Override
    public Optional<ApiKey> find(String provider) {
        return Optional.ofNullable(keys.get(provider)).map(Kept::key);
    }

    @Override
    public Optional<Instant> since(String provider) {
        return Optional.ofNullable(keys.get(provider)).map(Kept::since);
    }

    /// Whose keys there are.
    public Set<String> names() {
        return Set.copyOf(keys.keySet());
    }

    @Override
    public synchronized void keep(String provider, ApiKey key) {
        Path file = file(provider);
        Path draft = folder.resolve("." + provider + ".new");
        try {
            Files.deleteIfExists(draft);
            Files.createFile(draft, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(PRIVATE)));
            try (FileChannel out = FileChannel.open(draft, StandardOpenOption.WRITE)) {
                out.write(ByteBuffer.wrap((key.reveal() + "\n").getBytes(StandardCharsets.UTF_8)));
                out.force(true);
            }
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
            keys.put(provider, new Kept(key, Files.getLastModifiedTime(file).toInstant()));
        } catch (IOException e) {
            throw problem(e);
        }
    }

    @Override
    public synchronized void forget(String provider) {
        try {
            Files.deleteIfExists(file(provider));
            keys.remove(provider);
        } catch (IOException e) {
            throw problem(e);
        }
    }

    private void read(Path file) throws IOException {
        String name = file.getFileName().toString();
        if (name.startsWith(".")) { // what a killed daemon left half written
            Files.deleteIfExists(file);
            return;
        }
        if (!name.endsWith(SUFFIX)
                || !NAME.matcher(name.substring(0, name.length() - SUFFIX.length()))
                        .matches()) {
            return;
        }
        restrict(file, PRIVATE);
        try {
            ApiKey key = new ApiKey(Files.readString(file));
            keys.put(
                    name.substring(0, name.length() - SUFFIX.length()),
                    new Kept(key, Files.getLastModifiedTime(file).toInstant()));
        } catch (NoSuchFileException gone) {
            LOG.debug("{} went away", file);
        }
    }

    private static void restrict(Path path, String permissions) throws IOException {
        if (!PosixFilePermissions.toString(Files.getPosixFilePermissions(path)).equals(permissions)) {
            LOG.info("Making {} private", path);
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
        }
    }

    private Path file(String provider) {
        if (!NAME.matcher(provider).matches()) {
            throw new IllegalArgumentException("No provider has such a name");
        }
        return folder.resolve(provider + SUFFIX);
    }

    private ProblemException problem(IOException e) {
        return Problem.unavailable(
                        "keys-unreadable",
                        "The keys can't be read or written",
                        folder + ": " + e.getClass().getSimpleName())
                .withRemedy("Check that the folder belongs to the user who runs Slipway, and that the disk has room.")
                .toException(e);
    }
}
