package dev.slipway.image;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.model.wire.ImageCalls.LogPart;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BuildLogTest {
    @TempDir
    Path directory;

    @Test
    void isReadFromAnyLineWhileItGrows() {
        List<String> told = new ArrayList<>();
        try (BuildLog log = new BuildLog(directory.resolve("log"), told::add)) {
            log.say("one");
            log.say("two\nthree");

            assertThat(BuildLog.read(directory.resolve("log"), 1, false))
                    .isEqualTo(new LogPart(1, List.of("one", "two", "three"), false));
            assertThat(BuildLog.read(directory.resolve("log"), 3, true))
                    .isEqualTo(new LogPart(3, List.of("three"), true));
            assertThat(BuildLog.read(directory.resolve("log"), 4, false)).isEqualTo(new LogPart(4, List.of(), false));
            assertThat(told).containsExactly("one", "two", "three");
        }
        assertThat(BuildLog.read(directory.resolve("none"), 1, true)).isEqualTo(new LogPart(1, List.of(), true));
    }

    @Test
    void keepsTheBeginningAndTheEndOfALongOne() throws IOException {
        int lines = 200_000;
        try (BuildLog log = new BuildLog(directory.resolve("log"), _ -> {})) {
            for (int i = 1; i <= lines; i++) {
                log.say("line " + i + " " + "x".repeat(40));
            }
        }
        long bytes = 0;
        try (var files = Files.list(directory.resolve("log"))) {
            for (Path file : files.toList()) {
                bytes += Files.size(file);
            }
        }
        assertThat(bytes).isBetween(3L << 20, 4L << 20);

        List<Long> gaps = new ArrayList<>();
        long next = 1;
        LogPart part = BuildLog.read(directory.resolve("log"), next, true);
        while (true) {
            if (part.first() != next) {
                gaps.add(part.first() - next);
            }
            assertThat(part.lines().getFirst()).startsWith("line " + part.first() + " ");
            next = part.first() + part.lines().size();
            if (part.over()) {
                break;
            }
            part = BuildLog.read(directory.resolve("log"), next, true);
        }
        assertThat(next).isEqualTo(lines + 1);
        assertThat(gaps).singleElement().satisfies(gap -> assertThat(gap).isPositive());
    }

    @Test
    void showsWhatATerminalWouldShowInTheEndAndMasksSecretsInIt() throws IOException {
        List<String> lines = new ArrayList<>();
        String said = "10%\r100%\r\n\u001b[31mred\u001b[0m tok\u001b[1m en/42\nword one, x\n"
                + "url?t=tok+en%2F42 dG9rIGVuLzQy\nend";
        Masking masking = new Masking(List.of("pass\nword one\nx", "tok en/42"));
        new LogLines(masking, lines::add).read(new ByteArrayInputStream(said.getBytes(UTF_8)));

        assertThat(lines).containsExactly("100%", "red ***", "***, x", "url?t=*** ***", "end");
    }

    @Test
    void cutsALineThatIsTooLongButNoSecret() throws IOException {
        List<String> lines = new ArrayList<>();
        String secret = "s3cr3t".repeat(10);
        String line = "x".repeat(8_150) + secret + "y".repeat(9_000);
        new LogLines(new Masking(List.of(secret)), lines::add).read(new ByteArrayInputStream(line.getBytes(UTF_8)));

        assertThat(lines)
                .singleElement()
                .satisfies(cut -> assertThat(cut).hasSizeLessThan(8_300).doesNotContain("s3cr3t"));
    }
}
