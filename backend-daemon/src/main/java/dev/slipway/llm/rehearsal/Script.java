package dev.slipway.llm.rehearsal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A script as it is written. What the words mean is in `docs/rehearsal.md`.
record Script(@Nullable String about, @Nullable Pace pace, List<Scene> scenes) {

    Script {
        scenes = orEmpty(scenes);
        if (scenes.isEmpty()) {
            throw new IllegalArgumentException("A script needs at least one scene");
        }
    }

    /// How fast it is spoken, in milliseconds.
    /// @param first before the first word of a step
    /// @param word before each further word
    record Pace(int first, int word) {
        static final Pace STANDARD = new Pace(250, 12);

        Duration firstPause() {
            return Duration.ofMillis(first);
        }

        Duration wordPause() {
            return Duration.ofMillis(word);
        }
    }

    /// What is played for a prompt.
    /// @param prompt pattern that is looked for in the prompt; null: any prompt
    record Scene(@Nullable String prompt, List<Step> steps) {
        Scene {
            steps = orEmpty(steps);
            if (steps.isEmpty()) {
                throw new IllegalArgumentException("A scene needs at least one step");
            }
            for (Step step : steps) {
                for (Turning turning : step.then()) {
                    indexOf(steps, turning.step());
                }
            }
        }

        boolean fits(String text) {
            return prompt == null || Pattern.compile(prompt).matcher(text).find();
        }

        int indexOf(String name) {
            return indexOf(steps, name);
        }

        private static int indexOf(List<Step> steps, String name) {
            for (int i = 0; i < steps.size(); i++) {
                if (name.equals(steps.get(i).name())) {
                    return i;
                }
            }
            throw new IllegalArgumentException("There is no step named \"" + name + "\"");
        }
    }

    /// One answer of the model.
    /// @param then where to go on once the calls have their results; the first that fits, else the next step
    record Step(
            @Nullable String name,
            @Nullable String reasoning,
            @Nullable String say,
            List<Call> calls,
            List<Turning> then) {
        Step {
            calls = orEmpty(calls);
            then = orEmpty(then);
        }
    }

    record Call(String tool, @Nullable JsonNode arguments) {
        JsonNode argumentsOrNone() {
            return Objects.requireNonNullElseGet(arguments, JsonNodeFactory.instance::objectNode);
        }
    }

    /// @param step name of the step to go to
    /// @param failed whether any of the results must be an error, or none; null: either
    /// @param contains pattern that must be found in a result; null: any
    record Turning(
            String step, @Nullable Boolean failed, @Nullable String contains) {
        boolean fits(boolean anyFailed, String results) {
            return Optional.ofNullable(failed)
                            .map(wanted -> wanted == anyFailed)
                            .orElse(true)
                    && Optional.ofNullable(contains)
                            .map(pattern ->
                                    Pattern.compile(pattern).matcher(results).find())
                            .orElse(true);
        }
    }

    Pace paceOrStandard() {
        return Objects.requireNonNullElse(pace, Pace.STANDARD);
    }

    private static <T> List<T> orEmpty(@Nullable List<T> list) {
        return list == null ? List.of() : List.copyOf(list);
    }
}
