package dev.slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/// Keeps `docs/cli.md` in step with the commands; `-Dslipway.write.docs=true` writes it anew.
final class CommandReferenceTest {
    private static final Path DOCUMENT = Path.of("../docs/cli.md");

    @Test
    void theReferenceSaysWhatTheCommandsTake() throws IOException {
        String reference = reference();
        if (Boolean.getBoolean("slipway.write.docs")) {
            Files.writeString(DOCUMENT, reference);
        }

        assertThat(Files.readString(DOCUMENT))
                .as("docs/cli.md is made from the commands; write it with -Dslipway.write.docs=true")
                .isEqualTo(reference);
    }

    private static String reference() throws IOException {
        PrintStream nowhere = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
        Surroundings surroundings =
                new Surroundings(Map.of(), Path.of(""), new ByteArrayInputStream(new byte[0]), nowhere, nowhere, false);
        CommandLine line = Slipway.complete(surroundings);
        StringBuilder text = new StringBuilder(introduction());
        text.append("## Options of every command\n\n");
        line.getCommandSpec().options().forEach(option -> row(text, option));
        line.getSubcommands().values().forEach(command -> command(text, command, "##"));
        return text.toString();
    }

    private static String introduction() throws IOException {
        try (var in = CommandReferenceTest.class.getResourceAsStream("cli-introduction.md")) {
            if (in == null) {
                throw new IOException("cli-introduction.md is missing from the test resources");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static void command(StringBuilder text, CommandLine command, String level) {
        CommandSpec spec = command.getCommandSpec();
        text.append('\n').append(level).append(' ').append(spec.qualifiedName()).append("\n\n");
        text.append(String.join(" ", spec.usageMessage().description())).append('\n');
        int before = text.append('\n').length();
        for (PositionalParamSpec parameter : spec.positionalParameters()) {
            row(text, parameter);
        }
        for (OptionSpec option : spec.options()) {
            if (!option.inherited() && !option.hidden() && !isStandard(option)) {
                row(text, option);
            }
        }
        if (text.length() == before) {
            text.setLength(before - 1);
        }
        String[] footer = spec.usageMessage().footer();
        if (footer.length > 0) {
            text.append("\n```\n");
            for (int i = 1; i < footer.length; i++) {
                text.append(footer[i].strip()).append('\n');
            }
            text.append("```\n");
        }
        command.getSubcommands().values().forEach(nested -> command(text, nested, "###"));
    }

    private static void row(StringBuilder text, ArgSpec argument) {
        String name = argument instanceof OptionSpec option
                ? String.join(", ", option.names()) + (option.arity().max() > 0 ? " " + option.paramLabel() : "")
                : argument.paramLabel();
        String description = String.join(" ", argument.description())
                .replace("${DEFAULT-VALUE}", String.valueOf(argument.defaultValue()))
                .replace(
                        "${COMPLETION-CANDIDATES}",
                        argument.completionCandidates() == null
                                ? ""
                                : String.join(", ", argument.completionCandidates()));
        text.append("- `").append(name).append("`: ").append(description).append('\n');
    }

    private static boolean isStandard(OptionSpec option) {
        return option.longestName().equals("--help") || option.longestName().equals("--version");
    }
}
