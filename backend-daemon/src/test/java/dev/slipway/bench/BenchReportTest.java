package dev.slipway.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BenchReportTest {
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    @Test
    void programsGetOneJsonObjectALine() {
        BenchReport report = new BenchReport(new PrintStream(said, true, UTF_8), true);

        report.report("journal", "events_per_s", 111_613.4, "1/s", Map.of("sessions", 200));
        report.report("journal", "durable_p50", 0.043_219, "ms");

        assertThat(said.toString(UTF_8).lines())
                .containsExactly(
                        "{\"bench\":\"journal\",\"metric\":\"events_per_s\",\"value\":111600.0,\"unit\":\"1/s\",\"sessions\":200}",
                        "{\"bench\":\"journal\",\"metric\":\"durable_p50\",\"value\":0.04322,\"unit\":\"ms\"}");
    }

    @Test
    void peopleGetATable() {
        BenchReport report = new BenchReport(new PrintStream(said, true, UTF_8), false);

        report.report("journal", "events_per_s", 111_613.4, "1/s", Map.of("sessions", 200));

        assertThat(said.toString(UTF_8)).contains("111,613 1/s").contains("sessions 200");
    }

    @Test
    void aBenchThatIsNotThereIsRefused() {
        assertThat(BenchMain.run(List.of("--json", "moon"))).isEqualTo(2);
    }

    @Test
    void percentilesAreThoseOfTheSortedTimes() {
        Figures figures = new Figures();
        for (int i = 100; i > 0; i--) {
            figures.add(i * 1_000_000L);
        }

        assertThat(figures.percentile(50)).isEqualTo(50);
        assertThat(figures.percentile(99)).isEqualTo(99);
        assertThat(figures.percentile(100)).isEqualTo(100);
    }
}
