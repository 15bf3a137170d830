package dev.slipway.tool;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.model.event.Effect;
import dev.slipway.model.problem.Problem;
import dev.slipway.model.problem.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/// A tool whose prompt and schema are the resources `<name>.txt` and `<name>.json`.
abstract class DescribedTool implements Tool {
    private static final int SUMMARY = 120;
    private static final Pattern NO_FORK =
            Pattern.compile("[Cc]annot fork|fork: (retry: )?Resource temporarily unavailable");

    private final String name;
    private final Effect effect;
    private final String prompt;
    private final JsonNode schema;

    DescribedTool(String name, Effect effect) {
        this.name = name;
        this.effect = effect;
        try {
            prompt = new String(resource(name + ".txt"), StandardCharsets.UTF_8).strip();
            schema = new ObjectMapper().readTree(resource(name + ".json"));
        } catch (IOException broken) {
            throw new UncheckedIOException("The description of the tool " + name + " can't be read", broken);
        }
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final String prompt() {
        return prompt;
    }

    @Override
    public final JsonNode schema() {
        return schema.deepCopy();
    }

    @Override
    public final Effect effect() {
        return effect;
    }

    @Override
    public final String summary(JsonNode arguments) {
        String line = summarise(arguments).replaceAll("\\p{Cntrl}+|\\s+", " ").strip();
        return line.codePointCount(0, line.length()) <= SUMMARY
                ? line
                : line.substring(0, line.offsetByCodePoints(0, SUMMARY - 1)) + "…";
    }

    @Override
    public final ToolResult run(JsonNode arguments, ToolContext context) throws InterruptedException {
        ToolResult result = attempt(arguments, context);
        return !result.succeeded() && NO_FORK.matcher(result.output()).find()
                ? result.withOutput(result.output()
                        + "\n[The sandbox runs as many processes as it may. End some, with shell_kill for instance. "
                        + context.background().known() + "]")
                : result;
    }

    private ToolResult attempt(JsonNode arguments, ToolContext context) throws InterruptedException {
        try {
            return act(Arguments.of(arguments, schema), context);
        } catch (BadArgumentsException bad) {
            return ToolResult.failed(bad.advice());
        } catch (ProblemException problem) {
            return ToolResult.failed(words(problem.problem()));
        } catch (IOException broken) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            return ToolResult.failed("The sandbox did not do it: " + broken.getMessage());
        }
    }

    /// What `summary` says, before it is cut to one short line.
    abstract String summarise(JsonNode arguments);

    abstract ToolResult act(Arguments arguments, ToolContext context)
            throws BadArgumentsException, IOException, InterruptedException;

    private static String words(Problem problem) {
        return problem.title() + ": " + problem.detail()
                + problem.remedy().map(remedy -> " " + remedy).orElse("");
    }

    private static byte[] resource(String file) throws IOException {
        try (InputStream in = DescribedTool.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IOException("There is no resource " + file);
            }
            return in.readAllBytes();
        }
    }
}
