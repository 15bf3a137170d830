package dev.slipway.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedactionTest {
    private static final Redaction REDACTION = new Redaction(List.of("of-a-known-server"), "/home/ada");

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Authorization: Bearer abcdef123456            | abcdef123456
            bearer abcdef123456 was refused               | abcdef123456
            {"token":"abc def","name":"x"}                | abc def
            token=abc123&page=2                           | abc123
            x-api-key: 'k3y-of-mine'                      | k3y-of-mine
            OPENAI_API_KEY=short                          | short
            clientSecret : hunter2                        | hunter2
            password=hunter2, next                        | hunter2
            Cookie: sid=123456789                         | 123456789
            key sk-ant-api03-AAAABBBBCCCCDDDD was refused | AAAABBBB
            pushed with ghp_abcdefghijklmnop1234          | ghp_abcdefghijklmnop1234
            github_pat_11ABCDEFG0abcdefghij               | 11ABCDEFG0abcdefghij
            xoxb-123456789012-abcdefghij                  | 123456789012
            AKIAIOSFODNN7EXAMPLE                          | IOSFODNN7EXAMPLE
            slipway_Zm9vYmFyYmF6                          | Zm9vYmFyYmF6
            eyJhbGciOiJI.eyJzdWIiOiIx.c2lnbmF0dXJl        | eyJzdWIiOiIx
            cloning https://ada:geheim@example.org/x.git  | geheim
            wss://geheim@example.org/api                  | geheim
            connecting with of-a-known-server             | of-a-known-server
            """)
    void aSecretIsGone(String text, String secret) {
        assertThat(REDACTION.apply(text)).doesNotContain(secret).contains("[redacted]");
    }

    @Test
    void aPrivateKeyIsGoneEvenWhenItsEndIsMissing() {
        assertThat(REDACTION.apply("a\n-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1r\nZXktdjE="))
                .isEqualTo("a\n[redacted]");
    }

    @Test
    void theFolderOfAPersonIsNotNamed() {
        assertThat(REDACTION.apply("/home/ada/.config/slipway is full")).isEqualTo("~/.config/slipway is full");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "at dev.slipway.link.Link.call(Link.java:84)",
                "Place: /sessions/0198c0ffee",
                "https://example.org/x.git is gone",
                "java.lang.IllegalStateException: There is no row 12",
                "Link: Connected"
            })
    void whatIsNoSecretStays(String text) {
        assertThat(REDACTION.apply(text)).isEqualTo(text);
    }
}
