package dev.slipway.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

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

    private static Optional<Path> home(String output) {
        Matcher matcher = Pattern.compile("its home is (/.*)\\.").matcher(output);
        return matcher.find() ? Optional.of(Path.of(matcher.group(1))) : Optional.empty();
    }
}
