package dev.slipway.platform;

import com.gluonhq.attach.storage.StorageService;
import dev.slipway.model.problem.Problem;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// Where the desktop keeps its own files on this computer.
/// @param settings window, servers
/// @param data     replicas, which may be deleted at any time but for drafts and prompts that were not sent
/// @param passing  what holds for this login only, such as the socket of the running window: the system's folder for
///                 that, else the private storage that Attach names; empty where no path is short enough for a socket
public record Places(Path settings, Path data, Optional<Path> passing) {
    /// The name of a Unix socket has at most 108 bytes on Linux, 104 on macOS.
    private static final int LONGEST_SOCKET = 100;

    private static final String NAME = "slipway";

    /// @param environment variables of the process
    public static Places of(Map<String, String> environment) {
        Path home = Path.of(System.getProperty("user.home"));
        Path settings = variable(environment, "XDG_CONFIG_HOME")
                .orElse(home.resolve(".config"))
                .resolve(NAME);
        Path data = variable(environment, "XDG_DATA_HOME")
                .orElse(home.resolve(".local/share"))
                .resolve(NAME + "-desktop");
        return new Places(settings, data, passing(environment, settings));
    }

    /// Those of a window that leaves nothing behind, all in one folder.
    public static Places within(Path folder) {
        return new Places(folder.resolve("settings"), folder.resolve("data"), Optional.empty());
    }

    /// A folder of one's own in there: two desktops with different settings know nothing of one another.
    private static Optional<Path> passing(Map<String, String> environment, Path settings) {
        String which = HexFormat.of()
                .toHexDigits(settings.toAbsolutePath().normalize().toString().hashCode());
        return Stream.<Supplier<Optional<Path>>>of(
                        () -> variable(environment, "XDG_RUNTIME_DIR").filter(Files::isWritable), Places::attachStorage)
                .flatMap(place -> place.get().stream())
                .map(place -> place.resolve(NAME).resolve("desktop-" + which))
                .filter(folder -> bytes(folder) <= LONGEST_SOCKET)
                .findFirst();
    }

    /// Asked only where it is wanted, as that makes the folder.
    private static Optional<Path> attachStorage() {
        // Else Attach says in the log that it takes this for a desktop.
        if (System.getProperty("javafx.platform") == null) {
            System.setProperty("javafx.platform", "desktop");
        }
        return StorageService.create()
                .flatMap(StorageService::getPrivateStorage)
                .map(File::toPath);
    }

    /// Makes a folder that only this user enters.
    static void makePrivate(Path folder) {
        try {
            Files.createDirectories(folder.getParent());
            if (!Files.isDirectory(folder)) {
                Files.createDirectory(folder);
            }
            if (Files.getFileStore(folder).supportsFileAttributeView("posix")) {
                Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
            }
        } catch (IOException e) {
            throw Problem.unavailable("no-private-folder", "A folder can't be made", folder + ": " + e.getMessage())
                    .withRemedy("Check that the folder above it is yours and that the disk has room.")
                    .toException(e);
        }
    }

    private static int bytes(Path folder) {
        return folder.resolve(SingleInstance.SOCKET).toString().getBytes(StandardCharsets.UTF_8).length;
    }

    private static Optional<Path> variable(Map<String, String> environment, String name) {
        return Optional.ofNullable(environment.get(name))
                .filter(value -> !value.isBlank())
                .map(Path::of);
    }
}
