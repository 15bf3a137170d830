package dev.slipway.image;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What stands for the variables of a `devcontainer.json` (containers.dev, "Variables in devcontainer.json").
/// @param workspace  where the work tree is in a sandbox
/// @param repository the name of what plays the local folder
/// @param local      the variables of `localEnv`. Only those that are safe for everyone to see: a repository
///     could ask for the daemon's keys by name
/// @param inside     the variables of `containerEnv`, as they are in the sandbox
record Variables(String workspace, String repository, Map<String, String> local, Map<String, String> inside) {
    /// A name that a shell can export.
    static final String NAME = "[A-Za-z_][A-Za-z0-9_]{0,200}";

    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Za-z]+)(?::([^:}]+)(?::([^}]*))?)?}");

    /// The text with its variables replaced; what is none of the specification's stays as it is.
    String expand(String text) {
        Matcher variable = VARIABLE.matcher(text);
        StringBuilder expanded = new StringBuilder();
        while (variable.find()) {
            String value = value(
                            variable.group(1),
                            Optional.ofNullable(variable.group(2)),
                            Optional.ofNullable(variable.group(3)))
                    .orElse(variable.group());
            variable.appendReplacement(expanded, Matcher.quoteReplacement(value));
        }
        return variable.appendTail(expanded).toString();
    }

    Map<String, String> expand(Map<String, String> values) {
        Map<String, String> expanded = new LinkedHashMap<>();
        values.forEach((name, value) -> expanded.put(name, expand(value)));
        return expanded;
    }

    /// The same step with the variables of its commands put in.
    Step expand(Step step) {
        List<Step.Command> commands = step.commands().stream()
                .map(command -> new Step.Command(
                        command.name(),
                        command.words().stream().map(this::expand).toList()))
                .toList();
        return new Step(step.phase(), commands, step.tool());
    }

    private Optional<String> value(String variable, Optional<String> name, Optional<String> otherwise) {
        return switch (variable) {
            case "containerWorkspaceFolder", "localWorkspaceFolder" -> Optional.of(workspace);
            case "containerWorkspaceFolderBasename" -> Optional.of(workspace.substring(workspace.lastIndexOf('/') + 1));
            case "localWorkspaceFolderBasename", "devcontainerId" -> Optional.of(repository);
            case "localEnv", "env" -> name.map(key -> local.getOrDefault(key, otherwise.orElse("")));
            case "containerEnv" -> name.map(key -> inside.getOrDefault(key, otherwise.orElse("")));
            default -> Optional.empty();
        };
    }
}
