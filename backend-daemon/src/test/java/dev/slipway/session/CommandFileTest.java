package dev.slipway.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class CommandFileTest {
    @Test
    void theHeadSaysWhatItIsFor() {
        CommandFile file = CommandFile.of("""
                ---
                description: "Fix an issue"
                argument-hint: [issue]
                allowed-tools: Bash(git *)
                ---
                # Fix it

                Fix $ARGUMENTS.
                """);

        assertThat(file)
                .isEqualTo(new CommandFile("Fix an issue", Optional.of("[issue]"), "# Fix it\n\nFix $ARGUMENTS."));
    }

    @Test
    void withoutAHeadTheFirstLineSaysIt() {
        assertThat(CommandFile.of("\n## Review this branch\n\nLook closely.\n"))
                .isEqualTo(new CommandFile(
                        "Review this branch", Optional.empty(), "## Review this branch\n\nLook closely."));
    }

    @Test
    void aHeadThatNeverEndsIsText() {
        assertThat(CommandFile.of("---\ndescription: x\n").text()).isEqualTo("---\ndescription: x");
    }

    @Test
    void whatIsShownInAListHoldsNothingUnseenAndIsShort() {
        CommandFile file = CommandFile.of("---\ndescription: a\u202eb\u0007c " + "x".repeat(500) + "\n---\ntext");

        assertThat(file.description()).startsWith("a b c x").hasSize(200).endsWith("…");
    }

    @Test
    void anEmptyFileIsAnEmptyCommand() {
        assertThat(CommandFile.of("")).isEqualTo(new CommandFile("", Optional.empty(), ""));
    }
}
