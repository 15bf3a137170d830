package dev.slipway.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PackageOrderTest {
    @ParameterizedTest
    @CsvSource({
        "journal, sqlite, true",
        "sqlite, journal, false",
        "llm, llm, true",
        "session, agent, true",
        "agent, session, false",
        "cli, model, true",
        "cli, api, false",
        "daemon, cli, false",
        "bench, daemon, true",
        "model, journal, false",
    })
    void aPackageUsesOnlyWhatStandsBeforeIt(String from, String to, boolean allowed) {
        assertThat(PackageOrder.mayUse(from, to)).isEqualTo(allowed);
    }
}
