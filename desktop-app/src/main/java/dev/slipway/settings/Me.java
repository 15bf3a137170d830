package dev.slipway.settings;

import dev.slipway.link.Link;
import dev.slipway.model.account.Role;
import dev.slipway.model.account.User;
import dev.slipway.model.wire.ServerCalls;
import dev.slipway.words.Words;
import dev.slipway.work.Work;
import java.util.Map;
import java.util.Optional;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;

/// Who the person is on this server, and what their role keeps from them.
final class Me {
    private final Remote<User> user;

    Me(Link link, Work work) {
        user = new Remote<>(work, () -> link.call(ServerCalls.ME, Map.of()));
    }

    Remote<User> user() {
        return user;
    }

    Optional<User> now() {
        return user.value().get();
    }

    /// Until it is known, nothing can be changed.
    BooleanBinding is(Role role) {
        return Bindings.createBooleanBinding(
                () -> now().filter(me -> me.role().covers(role)).isPresent(), user.value());
    }

    /// Why a person may change nothing here; empty if they may, or it is not known yet.
    String bar(Role role) {
        return now().filter(me -> !me.role().covers(role))
                .map(me -> Words.text(
                        "settings.bar." + role.name(),
                        Words.text("settings.role." + me.role().name())))
                .orElse("");
    }
}
