package dev.slipway.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.words.Words;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AmountsTest {
    @AfterEach
    void speakEnglish() {
        Words.speak(Locale.ENGLISH);
    }

    @Test
    void moneyAndDatesFollowTheLanguage() {
        Instant then = Instant.parse("2026-03-09T12:00:00Z");
        Words.speak(Locale.GERMAN);
        assertThat(Amounts.dollars(1_284_999)).isEqualTo("1,28\u00a0$");
        assertThat(Times.ago(then, then.plus(Duration.ofDays(40)))).isEqualTo("09.03.26");
        Words.speak(Locale.US);
        assertThat(Amounts.dollars(1_284_999)).isEqualTo("$1.28");
        assertThat(Times.ago(then, then.plus(Duration.ofDays(40)))).isEqualTo("3/9/26");
    }

    @Test
    void oneIsSaidOtherwiseThanMany() {
        Words.speak(Locale.ENGLISH);
        assertThat(Words.text("pull.by", "Ada", 1)).isEqualTo("Ada wants to merge changes to 1 file");
        assertThat(Words.text("pull.by", "Ada", 1200)).isEqualTo("Ada wants to merge changes to 1,200 files");
        Words.speak(Locale.GERMAN);
        assertThat(Words.text("pull.by", "Ada", 1)).endsWith("1 Datei zusammenführen");
        assertThat(Words.text("pull.by", "Ada", 1200)).endsWith("1.200 Dateien zusammenführen");
    }
}
