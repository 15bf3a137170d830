package dev.slipway.platform;

import dev.slipway.model.problem.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// Makes the desktop the program that opens `slipway://` links, where the system follows the desktop entry
/// specification of freedesktop.org: Linux and the BSDs. Only when the person asks for it.
public final class LinkScheme {
    private static final String ENTRY = "slipway.desktop";
    private static final String TYPE = "x-scheme-handler/slipway";
    private static final int PATIENCE_SECONDS = 10;

    private static final String ICON = "/dev/slipway/theme/icon-256.png";

    private final Path applications;
    private final Path icon;
    private final Optional<Path> launcher;
    private final boolean freedesktop;

    /// @param launcher the launcher script; empty where there is none
    public LinkScheme(Map<String, String> environment, Optional<Path> launcher) {
        Path data = Optional.ofNullable(environment.get("XDG_DATA_HOME"))
                .filter(value -> !value.isBlank())
                .map(Path::of)
                .orElse(Path.of(System.getProperty("user.home"), ".local", "share"));
        this.applications = data.resolve("applications");
        this.icon = data.resolve("icons/hicolor/256x256/apps/slipway.png");
        this.launcher = launcher;
        String system = System.getProperty("os.name");
        this.freedesktop = !system.startsWith("Windows") && !system.startsWith("Mac");
    }

    /// Whether the system can be told so at all, and there is a launcher to tell it of.
    public boolean possible() {
        return freedesktop && launcher.isPresent();
    }

    /// Writes the entry, and tells the system's tools of it as far as they are there.
    /// @return what was done, a sentence a line
    /// @throws dev.slipway.model.problem.ProblemException where it can't be done, with what to do instead
    public List<String> register() {
        Path script = launcher.filter(_ -> freedesktop)
                .orElseThrow(() -> Problem.unavailable(
                                "no-link-scheme",
                                "Slipway can't register its links on this system",
                                "Here an application gets its links through its installer.")
                        .withRemedy("Open a link by ./slipway desktop slipway://… instead.")
                        .toException());
        Path entry = applications.resolve(ENTRY);
        try (InputStream picture = Objects.requireNonNull(LinkScheme.class.getResourceAsStream(ICON), ICON)) {
            Files.createDirectories(icon.getParent());
            Files.copy(picture, icon, StandardCopyOption.REPLACE_EXISTING);
            Files.createDirectories(applications);
            Path fresh = Files.createTempFile(applications, "slipway", ".new");
            Files.writeString(fresh, entry(script));
            Files.move(fresh, entry, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw Problem.unavailable(
                            "links-not-registered", "The links are not registered", entry + ": " + e.getMessage())
                    .withRemedy("Check that the folder is yours and that the disk has room.")
                    .toException(e);
        }
        List<String> done = new ArrayList<>(List.of("Wrote " + entry + "."));
        tell(done, "update-desktop-database", applications.toString());
        tell(done, "xdg-mime", "default", ENTRY, TYPE);
        return done;
    }

    /// Takes the entry away again.
    /// @return what was done, a sentence a line
    public List<String> unregister() {
        Path entry = applications.resolve(ENTRY);
        try {
            List<String> done = new ArrayList<>();
            Files.deleteIfExists(icon);
            done.add(Files.deleteIfExists(entry) ? "Removed " + entry + "." : "There is no " + entry + ".");
            tell(done, "update-desktop-database", applications.toString());
            return done;
        } catch (IOException e) {
            throw Problem.unavailable("links-not-unregistered", "The links are still registered", e.toString())
                    .toException(e);
        }
    }

    static String entry(Path script) {
        return """
                [Desktop Entry]
                Type=Application
                Name=Slipway
                Comment=Background coding agents on your own machines
                Comment[de]=Programmier-Agenten auf eigenen Rechnern
                Icon=slipway
                Exec=%s desktop %%u
                Terminal=false
                Categories=Development;
                MimeType=%s;
                StartupNotify=true
                StartupWMClass=dev.slipway.desktop.App
                """.formatted(quoted(script.toString()), TYPE);
    }

    /// As the specification wants an argument of `Exec`: in quotes, certain characters behind a backslash, which is
    /// itself escaped once more as in every string of the file; a percent sign doubled.
    private static String quoted(String argument) {
        StringBuilder text = new StringBuilder("\"");
        for (int i = 0; i < argument.length(); i++) {
            char letter = argument.charAt(i);
            switch (letter) {
                case '"', '`', '$' -> text.append("\\\\").append(letter);
                case '\\' -> text.append("\\\\\\\\");
                case '%' -> text.append("%%");
                default -> text.append(letter);
            }
        }
        return text.append('"').toString();
    }

    private static void tell(List<String> done, String... command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            boolean good = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0;
            done.add(good ? "Told " + command[0] + "." : command[0] + " failed; a new login may be needed.");
        } catch (IOException e) {
            done.add(command[0] + " is not here; a new login may be needed.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
