package dev.slipway.words;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Every text that the code asks for is there, and every text that is there is asked for.
class WordsTest {
    private static final Pattern LITERAL = Pattern.compile("\"([a-z][A-Za-z]+(?:\\.[A-Za-z]+)*\\.?[A-Za-z_]*)\"");
    /// Keys that the code puts together from a beginning and an enum's name.
    private static final List<String> BEGINNINGS = List.of(
            "look.",
            "shortcuts.place.",
            "notification.",
            "activity.",
            "stand.",
            "stream.problem.",
            "stream.quality.",
            "stream.state.",
            "sessions.view.",
            "sessions.group.",
            "tool.",
            "sessions.filter.",
            "session.pull.",
            "mark.review.",
            "mark.waited.",
            "code.file.",
            "code.line.",
            "pull.check.",
            "pull.event.",
            "pulls.empty.",
            "pulls.filter.",
            "pulls.hint.",
            "pull.verdict.",
            "pull.method.",
            "editor.list.",
            "pull.state.",
            "settings.section.",
            "settings.news.",
            "settings.about.",
            "settings.bar.",
            "settings.role.",
            "settings.language.",
            "settings.look.",
            "settings.network.",
            "settings.hosts.condition.",
            "settings.hosts.admission.",
            "settings.hosts.admitted.",
            "settings.key.");

    @Test
    void noTextIsMissingAndNoneIsDead() throws IOException {
        Set<String> used = used();
        Set<String> keys = load("").stringPropertyNames();

        Set<String> dead = new TreeSet<>(keys);
        dead.removeAll(used);
        dead.removeIf(key -> BEGINNINGS.stream().anyMatch(key::startsWith));
        dead.removeIf(key -> key.endsWith(".detail") && keys.contains(key.replaceFirst("\\.detail$", "")));
        assertThat(dead).isEmpty();
        Set<String> missing = new TreeSet<>(calls());
        missing.removeAll(keys);
        assertThat(missing).isEmpty();
    }

    @Test
    void germanSaysAllThatEnglishSays() throws IOException {
        assertThat(load("_de").stringPropertyNames()).isEqualTo(load("").stringPropertyNames());
    }

    private static Set<String> used() throws IOException {
        return find(LITERAL);
    }

    private static Set<String> calls() throws IOException {
        Set<String> calls = find(Pattern.compile("Words\\.text\\(\\s*\"([^\"]+)\"\\s*[,)]"));
        calls.removeIf(key -> key.endsWith("."));
        return calls;
    }

    private static Set<String> find(Pattern pattern) throws IOException {
        Set<String> found = new TreeSet<>();
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".java")).toList()) {
                Matcher matcher = pattern.matcher(Files.readString(file));
                while (matcher.find()) {
                    found.add(matcher.group(1));
                }
            }
        }
        return found;
    }

    private static Properties load(String suffix) throws IOException {
        Properties properties = new Properties();
        Path file = Path.of("src/main/resources/dev/slipway/words/words" + suffix + ".properties");
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            properties.load(reader);
        }
        return properties;
    }
}
