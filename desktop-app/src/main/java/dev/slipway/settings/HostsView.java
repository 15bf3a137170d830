package dev.slipway.settings;

import dev.slipway.control.Nodes;
import dev.slipway.model.account.Role;
import dev.slipway.model.fleet.HostId;
import dev.slipway.model.wire.HostCalls.HostList;
import dev.slipway.model.wire.HostCalls.SandboxRules;
import dev.slipway.words.Words;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javafx.beans.binding.BooleanBinding;
import javafx.scene.Node;
import javafx.scene.layout.VBox;

/// The machines on which sandboxes run, as they are now, and one to be added. Each keeps its card, so that whoever
/// works in one is not disturbed by news.
final class HostsView extends VBox {
    private final HostsModel model;
    private final BooleanBinding admin;
    private final Map<HostId, HostCard> cards = new HashMap<>();
    private final VBox hosts = new VBox(14);
    private final VBox rules = new VBox();
    private final NewHostView adding;

    HostsView(HostsModel model) {
        this.model = model;
        this.admin = model.me().is(Role.ADMIN);
        this.adding = new NewHostView(model.adding(), admin);
        getStyleClass().add("settings-page");
        getChildren()
                .addAll(
                        Parts.head(Section.HOST, Words.text("settings.hosts.detail")),
                        Parts.bar(model.me(), Role.ADMIN),
                        Parts.remote(model.list()),
                        adding,
                        hosts,
                        rules);
        model.list().value().subscribe(list -> {
            Nodes.show(adding, list.isPresent());
            list.ifPresent(this::show);
        });
        WhileShown.keep(this, model::follow);
    }

    private void show(HostList list) {
        List<HostCard> now = list.hosts().stream()
                .map(host -> {
                    HostCard card =
                            cards.computeIfAbsent(host.id(), id -> new HostCard(id.value(), model.form(id), admin));
                    card.show(host);
                    return card;
                })
                .toList();
        cards.values().retainAll(now);
        Parts.arrange(hosts, now);
        adding.publicKey(list.publicKey());
        rules.getChildren().setAll(rules(list.rules()));
    }

    private static Node rules(SandboxRules rules) {
        VBox card = Parts.card(
                Parts.title(Words.text("settings.host.rules")),
                line("settings.host.memoryEach", HostMeters.bytes((long) rules.memoryMb() << 20)),
                line("settings.host.cpusEach", String.valueOf(rules.cpus())),
                line("settings.host.processesEach", String.valueOf(rules.processes())),
                line("settings.host.network", Words.text("settings.network." + rules.network())));
        if (!rules.allowed().isEmpty()) {
            card.getChildren().add(Parts.text(String.join(", ", rules.allowed()), "hint"));
        }
        card.getChildren().add(Parts.text(Words.text("settings.host.rules.detail"), "hint"));
        return card;
    }

    private static Node line(String key, String value) {
        return Parts.line(Words.text(key), "", Nodes.label(value, "settings-figure"));
    }
}
