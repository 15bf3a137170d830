package dev.slipway.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(Installation.Provided.class)
final class DemoTest {
    @Test
    void theDemoComesOutAsToldAndLeavesNothing(Installation slipway) throws Exception {
        try (CommandLineProcess demo = slipway.commandLine("demo")) {
            assertThat(demo.exitCode()).as(demo.out() + demo.err()).isZero();
            assertThat(demo.out())
                    .contains(
                            "The model is a scripted rehearsal",
                            "│ FAILED  from seven nights on 10 % less: expected 189, got 210",
                            "│ all checks passed",
                            "Grace Hopper approved",
                            "git clone http://",
                            "1 session, 1 with a merged pull request")
                    .doesNotContain("price unknown");
            assertThat(home(demo.out()))
                    .isPresent()
                    .get()
                    .satisfies(home -> assertThat(Files.exists(home)).isFalse());
        }
    }

    /// With a stand-in for the window, which says what it was given.
    @Test
    void theWindowGetsItsServerByAFileOfItsOwn(Installation slipway, @TempDir Path folder) throws Exception {
        Path given = folder.resolve("given");
        Path launcher = Files.writeString(folder.resolve("launcher"), """
                #!/bin/sh
                { echo "$@"; stat -c %%a "$SLIPWAY_DESKTOP_SERVER"; cat "$SLIPWAY_DESKTOP_SERVER"; } >'%s.new'
                mv '%s.new' '%s'
                """.formatted(given, given, given));
        Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwx------"));
        try (CommandLineProcess demo =
                slipway.commandLine(Map.of("SLIPWAY_DEMO_WINDOW", launcher.toString()), "demo", "--window")) {
            assertThat(demo.exitCode()).as(demo.out() + demo.err()).isZero();
        }

        List<String> lines = Files.readAllLines(given);
        assertThat(lines.get(0)).matches("desktop slipway://127\\.0\\.0\\.1:\\d+/sessions/\\S+");
        assertThat(lines.get(1)).isEqualTo("600");
        assertThat(lines.get(2)).contains("\"name\":\"Demo\"", "\"address\":\"http://127.0.0.1:", "\"token\":\"");
    }

    private static Optional<Path> home(String output) {
        Matcher matcher = Pattern.compile("its home is (/.*)\\.").matcher(output);
        return matcher.find() ? Optional.of(Path.of(matcher.group(1))) : Optional.empty();
    }
}
