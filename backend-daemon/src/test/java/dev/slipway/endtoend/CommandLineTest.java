package dev.slipway.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.model.event.Envelope;
import dev.slipway.model.event.SessionEvent.SessionCreated;
import dev.slipway.model.event.SessionEvent.TurnCompleted;
import dev.slipway.model.session.SessionSummary;
import dev.slipway.model.wire.Json;
import dev.slipway.model.wire.SessionCalls;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Installation.Provided.class)
final class CommandLineTest {
    @Test
    void runPrintsJsonALineAsItHappens(Installation slipway) throws Exception {
        slipway.repository("cli-json");

        try (CommandLineProcess run = slipway.commandLine("run", "--repo", "cli-json", "--json", "Say hello")) {
            assertThat(run.exitCode()).as(run.err()).isZero();
            List<String> lines = run.out().lines().toList();
            SessionSummary session = Json.read(lines.getFirst(), SessionSummary.class);
            List<Envelope> rows = lines.subList(1, lines.size() - 1).stream()
                    .map(line -> Json.read(line, Envelope.class))
                    .toList();
            assertThat(rows.getFirst().event()).isInstanceOf(SessionCreated.class);
            assertThat(rows.getLast().event()).isInstanceOf(TurnCompleted.class);
            assertThat(rows).extracting(Envelope::seq).doesNotHaveDuplicates().isSorted();
            assertThat(Json.read(lines.getLast(), SessionCalls.SessionDetail.class)
                            .summary()
                            .id())
                    .isEqualTo(session.id());
            assertThat(run.err()).isEmpty();
        }
    }

    @Test
    void runTellsAPersonWhatHappensAndWhatToDoNext(Installation slipway) throws Exception {
        String path = slipway.place().resolve("repositories/cli-person").toString();
        slipway.repository("cli-person");

        try (CommandLineProcess run =
                slipway.commandLine("run", "--repo", path, "--model", "openai/gpt-e2e", "Greet people by name")) {
            assertThat(run.exitCode()).as(run.err()).isZero();
            assertThat(run.out())
                    .contains(
                            "I'll read the script first.",
                            "│ Ada is not greeted",
                            "│ all tests passed",
                            "pull request cli-person#1 opened",
                            "✓ done",
                            "Pull request  cli-person/1 (open), Greet people by name",
                            "slipway pr diff cli-person/1")
                    .containsOnlyOnce("Done: the pull request is open.");
        }
    }

    @Test
    void followingEndsWithCtrlCAndTheSessionGoesOn(Installation slipway) throws Exception {
        Client owner = slipway.owner();
        SessionSummary session =
                owner.session(slipway.repository("cli-follow").value(), "anthropic/claude-e2e", "Run for ever");

        try (CommandLineProcess show =
                slipway.commandLine("show", session.id().value().substring(6), "--follow")) {
            show.awaitOut("Run for ever");
            show.interrupt();

            assertThat(show.exitCode()).isEqualTo(130);
            assertThat(show.err())
                    .contains(
                            "the session goes on",
                            "slipway stop " + session.id().value());
        }
        assertThat(owner.detail(session.id()).summary().state().name()).isEqualTo("WORKING");
        try (CommandLineProcess stop = slipway.commandLine("stop", session.id().value())) {
            assertThat(stop.exitCode()).isZero();
            assertThat(stop.out()).startsWith("Stopped.");
        }
    }

    @Test
    void aTurnThatFailsIsExitCode3AndSaysWhatToDo(Installation slipway) throws Exception {
        slipway.repository("cli-fails");

        try (CommandLineProcess run = slipway.commandLine("run", "--repo", "cli-fails", "The provider refuses this")) {
            assertThat(run.exitCode()).isEqualTo(3);
            assertThat(run.out()).contains("✗ the turn failed", "What to do:");
        }
    }

    @Test
    void errorsAreAProblemAndNeverAStackTrace(Installation slipway) throws Exception {
        try (CommandLineProcess unknown = slipway.commandLine("diff", "zzzzzzzzzzzzz");
                CommandLineProcess usage = slipway.commandLine("diff")) {
            assertThat(unknown.exitCode()).isEqualTo(1);
            assertThat(unknown.err()).contains("What to do:").doesNotContain("at dev.slipway", "Exception");
            assertThat(usage.exitCode()).isEqualTo(2);
        }
    }
}
