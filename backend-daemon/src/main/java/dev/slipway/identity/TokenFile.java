package dev.slipway.identity;

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
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/// The file in which the owner finds the token. Readable by the owner only, and there whole or not at all.
final class TokenFile {
    private static final Set<PosixFilePermission> OWNER_ONLY =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    private final Path path;

    TokenFile(Path path) {
        this.path = path;
    }

    /// The token; empty if there is no such file.
    Optional<String> read() {
        try {
            checkPermissions();
            String token = Files.readString(path).strip();
            if (!token.startsWith(Token.PREFIX)) {
                throw foreign();
            }
            return Optional.of(token);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw problem(
                    "token-file-unreadable", "The token file can't be read", path + ": " + e, "chmod 600 " + path, e);
        }
    }

    void write(String token) {
        Path draft = path.resolveSibling(path.getFileName() + ".new");
        try {
            Files.deleteIfExists(draft);
            Files.createFile(draft, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
            try (FileChannel file = FileChannel.open(draft, StandardOpenOption.WRITE)) {
                file.write(ByteBuffer.wrap((token + "\n").getBytes(StandardCharsets.UTF_8)));
                file.force(true);
            }
            Files.move(draft, path, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw problem(
                    "token-file-unwritable",
                    "The token file can't be written",
                    path + ": " + e,
                    "Check that its folder is there and belongs to the user who runs Slipway.",
                    e);
        }
    }

    /// The problem of a file whose token nobody here has.
    ProblemException foreign() {
        return Problem.unavailable(
                        "token-file-foreign",
                        "The token file belongs to other data",
                        "No user of this daemon has the token in " + path + ".")
                .withRemedy("Delete the file, and start again: the owner gets a new token.")
                .toException();
    }

    private void checkPermissions() throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(path, PosixFileAttributeView.class);
        if (view != null && !OWNER_ONLY.containsAll(view.readAttributes().permissions())) {
            throw Problem.unavailable(
                            "token-file-open",
                            "Others can read the token file",
                            path + " has the permissions "
                                    + PosixFilePermissions.toString(
                                            view.readAttributes().permissions())
                                    + "; whoever reads it can do everything.")
                    .withRemedy("chmod 600 " + path
                            + "; or delete the file to get a new token, if others use this computer.")
                    .toException();
        }
    }

    private static ProblemException problem(String code, String title, String detail, String remedy, IOException e) {
        return Problem.unavailable(code, title, detail).withRemedy(remedy).toException(e);
    }
}
