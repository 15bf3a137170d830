package dev.slipway.session;

import static dev.slipway.session.House.ADA;
import static dev.slipway.session.Script.says;
import static dev.slipway.session.Script.shell;
import static dev.slipway.session.Script.write;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.model.SessionId;
import dev.slipway.model.event.SessionEvent;
import dev.slipway.model.event.SessionEvent.SandboxReady;
import dev.slipway.model.session.DraftId;
import dev.slipway.model.wire.SessionCalls.NewSession;
import dev.slipway.model.wire.WarmCalls.RuleChange;
import dev.slipway.pool.WarmSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Sessions in sandboxes that are older than themselves; all parts are real but the model.
@Timeout(90)
final class WarmSessionsTest {
    private static final WarmSettings QUICK = new WarmSettings(
            true, 1, 5, Duration.ofHours(1), Duration.ofMinutes(1), Duration.ZERO, Duration.ofMillis(50));

    private final Script model = new Script();
    private Path home;
    private House house;

    @BeforeEach
    void open() throws Exception {
        home = Files.createTempDirectory("slipway-warm-sessions");
        house = house();
        house.importShop();
    }

    private House house() {
        return new House(home, model.stub.baseUrl(), shell -> shell, List.of(), RoomRules.STANDARD, QUICK);
    }

    @AfterEach
    void close() throws Exception {
        house.tearDown();
        model.close();
    }

    @Test
    void aSessionWorksInASandboxThatWaitedAndIsFoundThereAfterARestart() throws Exception {
        var _ = house.leases.change(
                House.SHOP, new RuleChange(Optional.empty(), Optional.of(1), Optional.of(1), Optional.empty()));
        House.eventually(() -> house.leases.totals().waiting() == 1);
        SessionId session = house.session(ADA);
        model.then(write("made.txt", "made\n"), says("Written."));
        house.turn(session, ADA, "Write");

        SandboxReady ready = house.rows(session, SandboxReady.class).getFirst();
        assertThat(ready.sandbox()).startsWith("warm-");
        assertThat(ready.reason()).contains("a warm sandbox waited there");
        SessionEvent.CommitCreated commit =
                house.rows(session, SessionEvent.CommitCreated.class).getFirst();
        assertThat(house.mirror(House.SHOP).run("show", commit.commit().value() + ":made.txt"))
                .isEqualTo("made");

        house.close();
        house = house();
        model.then(shell("cat made.txt; git branch --show-current"), says("Here."));
        house.turn(session, ADA, "Show it");

        assertThat(model.lastRequest()).contains("made\\nslipway/" + session.value());
        assertThat(house.rows(session, SandboxReady.class).getLast().sandbox()).isEqualTo(ready.sandbox());
        assertThat(house.sandbox(session).id().value()).isEqualTo(ready.sandbox());
    }

    @Test
    void aSessionTakesOverWhatWasMadeReadyForItsDraft() throws Exception {
        DraftId draft = new DraftId("draft-of-ada");
        house.leases.typing(draft, ADA.id(), House.SHOP, Optional.empty());
        House.eventually(() -> house.leases.totals().drafts() == 1);
        model.then(shell("cat README.md"), says("Read."));
        SessionId session = house.sessions
                .create(
                        new NewSession(
                                House.SHOP,
                                Optional.empty(),
                                Optional.empty(),
                                Optional.of("Read it"),
                                List.of(),
                                Optional.empty(),
                                Optional.of(draft)),
                        ADA)
                .id();
        house.rest(session);

        SandboxReady ready = house.rows(session, SandboxReady.class).getFirst();
        assertThat(ready.reason()).contains("it was made ready while the prompt was written");
        assertThat(ready.sandbox()).startsWith("warm-");
        assertThat(model.lastRequest()).contains("A shop.");
        assertThat(house.leases.totals().drafts()).isZero();
    }
}
