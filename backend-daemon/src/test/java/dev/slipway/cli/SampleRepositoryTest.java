package dev.slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SampleRepositoryTest {
    private static final String PASSED = "all checks passed";

    @TempDir
    Path directory;

    @Test
    void theRehearsalFitsTheSample() throws Exception {
        Path sample = directory.resolve("sample");
        SampleRepository.create(sample, new Git(System.getenv()));
        assertThat(check(sample)).as("as it is").contains(PASSED);
        JsonNode scene = rehearsal().path("scenes").path(0);
        assertThat(SampleRepository.PROMPT).containsPattern(scene.path("prompt").asText());

        List<String> checked = new ArrayList<>();
        for (JsonNode step : scene.path("steps")) {
            for (JsonNode call : step.path("calls")) {
                switch (call.path("tool").asText()) {
                    case "edit" -> edit(sample, call.path("arguments"));
                    case "shell" -> checked.add(check(sample));
                    default -> {}
                }
            }
        }

        assertThat(checked).hasSize(2);
        assertThat(checked.getFirst())
                .as("the new checks fail before the change")
                .contains("FAILED  from seven nights on 10 % less: expected 189, got 210")
                .doesNotContain(PASSED);
        assertThat(checked.getLast()).as("and pass with it").contains(PASSED);
    }

    @Test
    void itIsARepositoryWithOneCommit() throws Exception {
        Path sample = directory.resolve("sample");
        Git git = new Git(System.getenv());

        SampleRepository.create(sample, git);

        assertThat(git.run(sample, Map.of(), "log", "--format=%an %s", "main"))
                .isEqualTo("Harbour Office Say what a berth costs\n");
        assertThat(git.run(sample, Map.of(), "status", "--porcelain")).isEmpty();
    }

    private static JsonNode rehearsal() throws IOException {
        try (var in = SampleRepositoryTest.class.getResourceAsStream("/dev/slipway/llm/rehearsal/demo.yaml")) {
            return new YAMLMapper().readTree(in);
        }
    }

    private static void edit(Path sample, JsonNode arguments) throws IOException {
        Path file = sample.resolve(arguments.path("path").asText());
        String before = Files.readString(file);
        String old = arguments.path("old_text").asText();
        assertThat(before).containsOnlyOnce(old);
        Files.writeString(file, before.replace(old, arguments.path("new_text").asText()));
    }

    private static String check(Path sample) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("sh", "test.sh")
                .directory(sample.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        process.waitFor();
        return output;
    }
}
