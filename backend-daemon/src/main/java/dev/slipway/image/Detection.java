package dev.slipway.image;

import dev.slipway.image.Step.Command;
import dev.slipway.image.Step.Phase;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What a repository that says nothing of itself most likely wants done, by the files in its root directory. Pure.
final class Detection {
    /// @param name  of the build system
    /// @param steps set-up, build and tests, as far as it has them
    record Found(String name, List<Step> steps) {}

    private final Set<String> files;
    private final boolean pythonTests;
    private final List<Found> found = new ArrayList<>();

    private Detection(Collection<String> paths) {
        files = new HashSet<>(paths);
        pythonTests = paths.stream().anyMatch(path -> path.matches("(?:.*/)?(?:test_[^/]*|[^/]*_test)\\.py"));
    }

    /// @param paths of all files, relative to the root
    static List<Found> of(Collection<String> paths) {
        Detection detection = new Detection(paths);
        detection.look();
        return detection.found;
    }

    private void look() {
        if (has("pom.xml")) {
            maven();
        }
        if (has("build.gradle", "build.gradle.kts", "settings.gradle", "settings.gradle.kts")) {
            gradle();
        }
        if (has("package.json")) {
            node();
        }
        python();
        if (has("go.mod")) {
            found("Go", "go", "go mod download", "go build ./...", "go test ./...");
        }
        if (has("Cargo.toml")) {
            found("Rust", "cargo", "cargo fetch", "cargo build", "cargo test");
        }
        if (found.isEmpty() && has("Makefile", "makefile", "GNUmakefile")) {
            found("Make", "make", "", "make", "make test");
        }
    }

    /// Maven and Gradle fetch what they need as they build; their goals that only fetch leave out half of it.
    private void maven() {
        boolean wrapped = has("mvnw");
        String maven = wrapped ? "sh ./mvnw" : "mvn";
        found(
                "Maven",
                wrapped ? "java" : "mvn",
                "",
                maven + " --batch-mode --no-transfer-progress -DskipTests package",
                maven + " --batch-mode --no-transfer-progress test");
    }

    private void gradle() {
        boolean wrapped = has("gradlew");
        String gradle = wrapped ? "sh ./gradlew" : "gradle";
        found(
                "Gradle",
                wrapped ? "java" : "gradle",
                "",
                gradle + " --no-daemon --console=plain assemble",
                gradle + " --no-daemon --console=plain test");
    }

    private void node() {
        if (has("pnpm-lock.yaml")) {
            found(
                    "pnpm",
                    "pnpm",
                    "pnpm install --frozen-lockfile",
                    "pnpm run --if-present build",
                    "pnpm run --if-present test");
        } else if (has("yarn.lock")) {
            // Yarn knows no --if-present; its versions from 2 on have this file.
            String frozen = has(".yarnrc.yml") ? "--immutable" : "--frozen-lockfile";
            found("Yarn", "yarn", "yarn install " + frozen, yarnScript("build"), yarnScript("test"));
        } else {
            String install = has("package-lock.json", "npm-shrinkwrap.json") ? "npm ci" : "npm install";
            found("npm", "npm", install, "npm run --if-present build", "npm run --if-present test");
        }
    }

    private static String yarnScript(String name) {
        return "if grep -q '\"" + name + "\"[[:space:]]*:' package.json; then yarn run " + name + "; fi";
    }

    private void python() {
        if (has("uv.lock")) {
            found("uv", "uv", "uv sync", "", pythonTests ? "uv run pytest" : "");
        } else if (has("poetry.lock")) {
            found("Poetry", "poetry", "poetry install --no-interaction", "", pythonTests ? "poetry run pytest" : "");
        } else if (has("requirements.txt", "pyproject.toml", "setup.py")) {
            String what = has("requirements.txt") ? "--requirement requirements.txt" : "--editable .";
            found(
                    "pip",
                    "python3",
                    "[ -x .venv/bin/python ] || python3 -m venv .venv; .venv/bin/python -m pip install " + what,
                    "",
                    pythonTests ? ".venv/bin/python -m pytest" : "");
        }
    }

    private boolean has(String... names) {
        for (String name : names) {
            if (files.contains(name)) {
                return true;
            }
        }
        return false;
    }

    private void found(String name, String tool, String setUp, String build, String test) {
        List<Step> steps = new ArrayList<>();
        step(steps, Phase.SET_UP, tool, setUp);
        step(steps, Phase.BUILD, tool, build);
        step(steps, Phase.TEST, tool, test);
        found.add(new Found(name, steps));
    }

    private static void step(List<Step> steps, Phase phase, String tool, String line) {
        if (!line.isEmpty()) {
            steps.add(new Step(phase, List.of(Command.shell(line)), Optional.of(tool)));
        }
    }
}
