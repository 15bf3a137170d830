package dev.slipway.window;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerTabTest {
    @ParameterizedTest
    @CsvSource({
        "This computer, TC",
        "Office, OF",
        "slipway.example.org, SE",
        "127.0.0.1:7475, 10",
        "x, X",
        "'', ?",
        "😀, 😀",
        "ärzte haus, ÄH"
    })
    void twoLettersStandForAName(String name, String letters) {
        assertThat(new ServerTab(name, URI.create("http://x"), ServerTab.Standing.GOOD, "", 0, false).initials())
                .isEqualTo(letters);
    }
}
