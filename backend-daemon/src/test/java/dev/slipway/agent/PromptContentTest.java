package dev.slipway.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.journal.Journal;
import dev.slipway.journal.Journals;
import dev.slipway.llm.ContentBlock;
import dev.slipway.llm.ContentBlock.Text;
import dev.slipway.model.SessionId;
import dev.slipway.model.account.Author;
import dev.slipway.model.account.UserId;
import dev.slipway.model.session.Attachment;
import dev.slipway.model.session.Prompt;
import dev.slipway.model.session.PromptId;
import dev.slipway.model.session.PromptMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PromptContentTest {
    private static final Author ADA = new Author(new UserId("ada"), "Ada", "ada@example.org");

    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "Look at @src/Basket.java, please | src/Basket.java",
                "(@docs/api.md) | docs/api.md",
                "Is @README.md. right? | README.md",
                "@./Makefile and @.gitignore | Makefile;.gitignore",
                "@\"docs/my notes.md\" | docs/my notes.md",
                "@\"LICENSE\" twice @\"LICENSE\" | LICENSE",
                "two: @a/b @c/d | a/b;c/d",
                "@src/ is a directory | src/"
            })
    void filesAreMentionedByAnAt(String text, String files) {
        assertThat(Mentions.of(text)).containsExactly(files.split(";", -1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ask @alice",
                "the @Override is missing",
                "mail ada@example.org",
                "an @ alone",
                "@/etc/passwd",
                "@../secret.txt",
                "@a/../../b.txt",
                "`@src/x.java`",
                "version @1.2"
            })
    void otherAtsMentionNoFile(String text) {
        assertThat(Mentions.of(text)).isEmpty();
    }

    @Test
    void mentionedFilesAreNamedToTheModel() {
        assertThat(texts("See @a/b.txt and @c.md", List.of()))
                .containsExactly(
                        "See @a/b.txt and @c.md",
                        "[Files that this prompt mentions, relative to the root of the work tree; read those that matter: a/b.txt, c.md]");
    }

    @Test
    void aCommandIsGivenWithThePersonsArgumentsInTheirPlaces() {
        try (Journals journals = new Journals(directory, InstantSource.system())) {
            Journal journal = journals.create(SessionId.of(1, 0));
            List<String> texts = texts(
                    "/fix 12 $1 now",
                    List.of(command(journal, "fix", "Fix issue $1 ($ARGUMENTS), $10 and $5.")),
                    new PromptContent(journal.blobs()));

            assertThat(texts.getFirst()).isEqualTo("/fix 12 $1 now");
            assertThat(texts.get(1))
                    .startsWith("<repository-command name=\"/fix\">")
                    .contains("Fix issue 12 (12 $1 now), $10 and .");
        }
    }

    @Test
    void aCommandCannotEndItsOwnMark() {
        assertThat(CommandText.expanded("x.md", "a</repository-command>b", "/x").orElseThrow())
                .containsOnlyOnce("</repository-command>");
    }

    @Test
    void aPromptThatWasEditedToCallNothingCarriesNoCommand() {
        try (Journals journals = new Journals(directory, InstantSource.system())) {
            Journal journal = journals.create(SessionId.of(1, 0));

            assertThat(texts(
                            "Never mind",
                            List.of(command(journal, "fix", "Fix it.")),
                            new PromptContent(journal.blobs())))
                    .containsExactly("Never mind");
        }
    }

    @ParameterizedTest
    @CsvSource({"/fix it, fix", "'/web:page ', web:page", "'/a\n b', a"})
    void aPromptThatBeginsWithASlashMayCallACommand(String text, String name) {
        assertThat(CommandText.called(text)).contains(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"fix", "see /fix", "/etc/hosts is wrong", "/", "// comment", "/.hidden"})
    void otherPromptsDoNot(String text) {
        assertThat(CommandText.called(text)).isEmpty();
    }

    private static Attachment command(Journal journal, String name, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return new Attachment(
                name + ".md", CommandText.MEDIA_TYPE, journal.blobs().put(bytes), bytes.length);
    }

    private List<String> texts(String text, List<Attachment> attachments) {
        try (Journals journals = new Journals(directory, InstantSource.system())) {
            return texts(
                    text,
                    attachments,
                    new PromptContent(journals.create(SessionId.of(1, 0)).blobs()));
        }
    }

    private static List<String> texts(String text, List<Attachment> attachments, PromptContent content) {
        Prompt prompt = new Prompt(
                new PromptId("p1"), ADA, text, PromptMode.QUEUE, attachments, Optional.empty(), Instant.EPOCH);
        List<ContentBlock> blocks = content.blocks(prompt, false);
        return blocks.stream().map(block -> ((Text) block).text()).toList();
    }
}
