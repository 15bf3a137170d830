package dev.slipway.notification;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.link.Eventually;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.freedesktop.dbus.types.UInt32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FreedesktopDeskTest {
    @TempDir
    Path folder;

    @Test
    void aClickOnANotificationOpensItsPlace() throws Exception {
        AtomicInteger opened = new AtomicInteger();
        try (SessionBus bus = SessionBus.start(folder);
                SessionBus.Service service = bus.serve();
                Desk desk = new FreedesktopDesk(Optional.of(bus.address()))) {
            boolean told = desk.show("a", "Done: Upgrade", "shop <main> & more", "", opened::incrementAndGet);

            assertThat(told).isTrue();
            SessionBus.Shown shown = bus.shown().getFirst();
            assertThat(shown.title()).isEqualTo("Done: Upgrade");
            assertThat(shown.body()).isEqualTo("shop &lt;main&gt; &amp; more");
            assertThat(shown.actions()).startsWith("default");
            service.click(shown, "default");
            Eventually.that("the place opens", () -> opened.get() == 1);
        }
    }

    @Test
    void newsOfTheSameSessionTakeThePlaceOfTheOldOnesUntilThoseAreGone() throws Exception {
        AtomicInteger first = new AtomicInteger();
        AtomicInteger second = new AtomicInteger();
        try (SessionBus bus = SessionBus.start(folder);
                SessionBus.Service service = bus.serve();
                Desk desk = new FreedesktopDesk(Optional.of(bus.address()))) {
            desk.show("a", "One", "", "", first::incrementAndGet);
            desk.show("a", "Two", "", "", second::incrementAndGet);

            assertThat(bus.shown().get(1).replaces())
                    .isEqualTo(bus.shown().get(0).id());
            service.click(bus.shown().get(1), "default");
            Eventually.that("the newer place opens", () -> second.get() == 1);
            assertThat(first).hasValue(0);

            service.close(bus.shown().get(1));
            Eventually.that("the next one is new", () -> {
                desk.show("a", "Three", "", "", () -> {});
                return bus.shown().getLast().replaces().equals(new UInt32(0));
            });
        }
    }

    @Test
    void withoutAServiceNothingIsShownAndItIsFoundOnceThereIsOne() throws Exception {
        try (SessionBus bus = SessionBus.start(folder);
                Desk desk = new FreedesktopDesk(Optional.of(bus.address()))) {
            assertThat(desk.show("a", "One", "", "", () -> {})).isFalse();

            try (SessionBus.Service _ = bus.serve()) {
                assertThat(desk.show("a", "Two", "", "", () -> {})).isTrue();
            }
        }
    }

    @Test
    void aBusThatEndsIsNoFailure() throws Exception {
        try (SessionBus bus = SessionBus.start(folder);
                SessionBus.Service _ = bus.serve();
                Desk desk = new FreedesktopDesk(Optional.of(bus.address()))) {
            assertThat(desk.show("a", "One", "", "", () -> {})).isTrue();

            bus.end();

            Eventually.that("nothing is shown", () -> !desk.show("a", "Two", "", "", () -> {}));
        }
    }

    @Test
    void withoutABusNothingIsShown() {
        try (Desk desk = new FreedesktopDesk(Optional.empty())) {
            assertThat(desk.show("a", "One", "", "", () -> {})).isFalse();
        }
    }

    @Test
    void theBusIsFoundInTheEnvironment() throws Exception {
        assertThat(FreedesktopDesk.sessionBus(Map.of())).isEmpty();
        assertThat(FreedesktopDesk.sessionBus(Map.of("XDG_RUNTIME_DIR", folder.toString())))
                .isEmpty();
        Files.createFile(folder.resolve("bus"));
        assertThat(FreedesktopDesk.sessionBus(Map.of("XDG_RUNTIME_DIR", folder.toString())))
                .contains("unix:path=" + folder + "/bus");
        assertThat(FreedesktopDesk.sessionBus(
                        Map.of("DBUS_SESSION_BUS_ADDRESS", "unix:abstract=/tmp/a,guid=1;unix:path=/run/b,guid=2")))
                .contains("unix:path=/run/b,guid=2");
    }
}
