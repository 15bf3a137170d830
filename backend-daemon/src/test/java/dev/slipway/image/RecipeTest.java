package dev.slipway.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.image.Step.Phase;
import dev.slipway.model.problem.ProblemException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecipeTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "pom.xml src/Main.java     | Maven  | mvn     |  | mvn --batch-mode --no-transfer-progress -DskipTests package | mvn --batch-mode --no-transfer-progress test",
                "pom.xml mvnw              | Maven  | java    |  | sh ./mvnw --batch-mode --no-transfer-progress -DskipTests package | sh ./mvnw --batch-mode --no-transfer-progress test",
                "build.gradle.kts gradlew  | Gradle | java    |  | sh ./gradlew --no-daemon --console=plain assemble | sh ./gradlew --no-daemon --console=plain test",
                "settings.gradle           | Gradle | gradle  |  | gradle --no-daemon --console=plain assemble | gradle --no-daemon --console=plain test",
                "package.json              | npm    | npm     | npm install | npm run --if-present build | npm run --if-present test",
                "package.json package-lock.json | npm | npm   | npm ci | npm run --if-present build | npm run --if-present test",
                "package.json pnpm-lock.yaml | pnpm | pnpm    | pnpm install --frozen-lockfile | pnpm run --if-present build | pnpm run --if-present test",
                "pyproject.toml uv.lock test_a.py | uv | uv    | uv sync | | uv run pytest",
                "pyproject.toml poetry.lock a/b_test.py | Poetry | poetry | poetry install --no-interaction | | poetry run pytest",
                "go.mod go.sum             | Go     | go      | go mod download | go build ./... | go test ./...",
                "Cargo.toml src/lib.rs     | Rust   | cargo   | cargo fetch | cargo build | cargo test",
                "Makefile src/a.c          | Make   | make    | | make | make test",
            })
    void findsTheBuildSystemByItsFiles(
            String files, String name, String tool, String setUp, String build, String test) {
        assertThat(Detection.of(List.of(files.strip().split(" "))))
                .singleElement()
                .satisfies(found -> {
                    assertThat(found.name()).isEqualTo(name);
                    assertThat(found.steps()).allMatch(step -> step.tool().equals(Optional.of(tool)));
                    assertThat(line(found.steps(), Phase.SET_UP)).isEqualTo(setUp);
                    assertThat(line(found.steps(), Phase.BUILD)).isEqualTo(build);
                    assertThat(line(found.steps(), Phase.TEST)).isEqualTo(test);
                });
    }

    @org.jspecify.annotations.NullUnmarked
    private static String line(List<Step> steps, Phase phase) {
        return steps.stream()
                .filter(step -> step.phase() == phase)
                .map(step -> step.commands().getFirst().line())
                .findFirst()
                .orElse(null);
    }

    @Test
    void findsSeveralAndMakeOnlyWhereThereIsNothingElse() {
        assertThat(Detection.of(List.of("go.mod", "package.json", "yarn.lock", "Makefile")))
                .extracting(Detection.Found::name)
                .containsExactly("Yarn", "Go");
        assertThat(Detection.of(List.of("README.md", "docs/pom.xml"))).isEmpty();
        assertThat(Detection.of(List.of("requirements.txt")).getFirst().steps())
                .singleElement()
                .satisfies(step -> assertThat(step.commands().getFirst().line()).contains("requirements.txt"));
    }

    @Test
    void yarnsVersionsTakeDifferentWords() {
        assertThat(line(
                        Detection.of(List.of("package.json", "yarn.lock"))
                                .getFirst()
                                .steps(),
                        Phase.SET_UP))
                .isEqualTo("yarn install --frozen-lockfile");
        assertThat(line(
                        Detection.of(List.of("package.json", "yarn.lock", ".yarnrc.yml"))
                                .getFirst()
                                .steps(),
                        Phase.SET_UP))
                .isEqualTo("yarn install --immutable");
    }

    @Test
    void readsCommandsInAllTheirForms() {
        DevContainer said = DevContainer.parse("devcontainer.json", """
                // a comment
                {
                    "image": "mcr.example.org/java:21", /* and another */
                    "onCreateCommand": ["make", "a b"],
                    "postCreateCommand": {"db": "make db", "ui": ["make", "ui"],},
                    "updateContentCommand": "",
                    "postStartCommand": "make run &",
                    "remoteEnv": {"GONE": null, "A": "1"},
                }""");

        assertThat(said.steps()).extracting(Step::phase).containsExactly(Phase.ON_CREATE, Phase.POST_CREATE);
        assertThat(said.steps().getFirst().commands().getFirst().words()).containsExactly("make", "a b");
        assertThat(said.steps().getLast().commands())
                .extracting(Step.Command::name, Step.Command::line)
                .containsExactly(
                        org.assertj.core.api.Assertions.tuple("db", "make db"),
                        org.assertj.core.api.Assertions.tuple("ui", "make ui"));
        assertThat(said.postStart().getFirst().commands().getFirst().line()).isEqualTo("make run &");
        assertThat(said.environment()).isEqualTo(Map.of("A", "1"));
        assertThat(said.ignored()).containsExactly("image");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "{\"onCreateCommand\": 3}",
                "{\"onCreateCommand\": []}",
                "{\"onCreateCommand\": {\"a\": [1]}}",
                "{\"containerEnv\": {\"A-B\": \"1\"}}",
                "{\"containerEnv\": \"A=1\"}",
                "{\"onCreateCommand\": \"make\"",
                "{} {}"
            })
    void refusesWhatIsMalformed(String text) {
        assertThatThrownBy(() -> DevContainer.parse("devcontainer.json", text))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem().code()).isEqualTo("malformed-devcontainer"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "${containerWorkspaceFolder}/a | /workspace/a",
                "${containerWorkspaceFolderBasename} | workspace",
                "${localWorkspaceFolderBasename} | shop",
                "${localEnv:LANG} | de",
                "${localEnv:KEY} | ''",
                "${localEnv:KEY:none} | none",
                "${containerEnv:PATH}:/x | /bin:/x",
                "${KEY:-else} $HOME ${HOME} | ${KEY:-else} $HOME ${HOME}",
                "${localEnv:LANG}$1\\ | de$1\\",
            })
    void putsVariablesIn(String text, String expected) {
        Variables variables = new Variables("/workspace", "shop", Map.of("LANG", "de"), Map.of("PATH", "/bin"));

        assertThat(variables.expand(text)).isEqualTo(expected);
    }

    @Test
    void readsARepositorysOwnWords() {
        SlipwayFile own = SlipwayFile.parse("""
                image:
                  setup: [npm ci, npm run prepare]
                  test:
                  cadence: 6h
                  secrets: [NPM_TOKEN]
                other: ignored
                """);

        assertThat(own.steps().get(Phase.SET_UP)).hasSize(2);
        assertThat(own.steps().get(Phase.TEST)).isEmpty();
        assertThat(own.steps()).doesNotContainKey(Phase.BUILD);
        assertThat(own.cadence()).contains(Duration.ofHours(6));
        assertThat(own.secrets()).isEqualTo(Set.of("NPM_TOKEN"));
        assertThat(SlipwayFile.parse("")).isEqualTo(SlipwayFile.NONE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "image: []",
                "image: {setpu: make}",
                "image: {setup: {a: b}}",
                "image: {cadence: soon}",
                "image: {cadence: 5s}",
                "image: {secrets: NPM}",
                "image: {secrets: [a-b]}",
                "image: {setup: 'make}"
            })
    void refusesWordsOfARepositoryThatMakeNoSense(String text) {
        assertThatThrownBy(() -> SlipwayFile.parse(text))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem().code()).isEqualTo("malformed-slipway-file"));
    }

    @Test
    void aRepositorysOwnWordsGoBeforeItsDevContainerAndThatBeforeWhatIsDetected() {
        List<Detection.Found> detected = Detection.of(List.of("package.json"));
        DevContainer container = DevContainer.parse("d.json", "{\"postCreateCommand\": \"make deps\"}");
        SlipwayFile own = SlipwayFile.parse("image: {build: make all}");

        assertThat(lines(Recipe.of(Optional.empty(), "", SlipwayFile.NONE, detected)))
                .containsExactly("npm install", "npm run --if-present build", "npm run --if-present test");
        assertThat(lines(Recipe.of(Optional.of(container), "d.json", SlipwayFile.NONE, detected)))
                .containsExactly("make deps", "npm run --if-present build", "npm run --if-present test");
        assertThat(lines(Recipe.of(Optional.of(container), "d.json", own, detected)))
                .containsExactly("make deps", "make all", "npm run --if-present test");
        assertThat(lines(Recipe.of(
                        Optional.of(container), "d.json", SlipwayFile.parse("image: {setup: '', test: ''}"), detected)))
                .containsExactly("npm run --if-present build");
    }

    @Test
    void digestsTellWhatHasChanged() {
        Recipe one = recipe("{\"onCreateCommand\": \"a\", \"postCreateCommand\": \"b\"}");
        Recipe other = recipe("{\"onCreateCommand\": \"a\", \"postCreateCommand\": \"c\"}");
        Recipe third = recipe("{\"onCreateCommand\": \"x\", \"postCreateCommand\": \"b\"}");

        assertThat(one.digest())
                .isEqualTo(recipe("{ \"postCreateCommand\": \"b\", \"onCreateCommand\": \"a\" }")
                        .digest())
                .isNotEqualTo(other.digest());
        assertThat(one.onCreateDigest()).isEqualTo(other.onCreateDigest()).isNotEqualTo(third.onCreateDigest());
        assertThat(one.steps(true)).hasSize(1);
        assertThat(one.steps(false)).hasSize(2);
    }

    private static Recipe recipe(String container) {
        return Recipe.of(Optional.of(DevContainer.parse("d.json", container)), "d.json", SlipwayFile.NONE, List.of());
    }

    private static List<String> lines(Recipe recipe) {
        return recipe.steps().stream()
                .map(step -> step.commands().getFirst().line())
                .toList();
    }
}
