package dev.slipway.settings;

import dev.slipway.control.Copying;
import dev.slipway.control.Nodes;
import dev.slipway.control.ProblemPanel;
import dev.slipway.control.Times;
import dev.slipway.model.fleet.Admission;
import dev.slipway.model.fleet.HostCondition;
import dev.slipway.model.fleet.HostStatus;
import dev.slipway.model.problem.Problem;
import dev.slipway.model.wire.HostCalls.Prepared;
import dev.slipway.theme.Icon;
import dev.slipway.words.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/// A host: how it is, and what an admin can do with it. News change what it says, never where the focus is.
final class HostCard extends VBox {
    private final String name;
    private final HostForm form;
    private final BooleanBinding admin;
    private final Region dot = new Region();
    private final Label state = Nodes.label("", "settings-state");
    private final Label address = Nodes.label("", "hint");
    private final Label facts = Parts.text("", "hint");
    private final VBox trouble = new VBox();
    private final HostMeters meters = new HostMeters();
    private final FlowPane labels = new FlowPane(6, 6);
    private final Label isolation = Parts.text("", "hint");
    private final Label lacks = Nodes.tag(Icon.INFO, "", "settings-lacks");
    private final VBox asking = new VBox();
    private final Button open;
    private final Button cordon;
    private final Button drain;
    private final Button prepare;
    private final Button remove;
    private Optional<Problem> told = Optional.empty();
    private int sandboxes;
    private boolean draining;

    HostCard(String name, HostForm form, BooleanBinding admin) {
        super(12);
        this.name = name;
        this.form = form;
        this.admin = admin;
        getStyleClass().addAll("settings-card", "host-card");
        open = action("settings.hosts.open", () -> form.admit(Admission.OPEN));
        cordon = action("settings.hosts.cordon", () -> form.admit(Admission.CORDONED));
        drain = action("settings.hosts.drain", this::askToDrain);
        prepare = action("settings.hosts.prepare", form::prepare);
        remove = action("settings.hosts.remove", this::askToRemove);
        remove.getStyleClass().addAll("flat", "danger");
        address.setMinWidth(0);
        lacks.setWrapText(true);
        Label title = Parts.title(name);
        title.setMinWidth(USE_PREF_SIZE);
        state.setMinWidth(USE_PREF_SIZE);
        HBox head = new HBox(8, dot, title, state, Nodes.spacer(), address);
        head.setAlignment(Pos.CENTER_LEFT);
        Nodes.show(asking, false);
        Nodes.show(trouble, false);
        getChildren()
                .addAll(
                        new VBox(3, head, facts),
                        trouble,
                        meters,
                        new VBox(8, labels, isolation, lacks),
                        actions(),
                        asking,
                        preparation(),
                        limits(),
                        Parts.outcome(form.deed()));
        form.inUse().subscribe(refused -> {
            if (refused) {
                askToRemoveInUse();
            }
        });
    }

    void show(HostStatus host) {
        form.seen(host);
        sandboxes = host.sandboxes();
        draining = host.admission() == Admission.DRAINING;
        dot.getStyleClass().setAll("state-dot", colour(host));
        String condition =
                Words.text("settings.hosts.condition." + host.condition().name());
        state.setText(
                host.admission() == Admission.OPEN
                        ? condition
                        : condition
                                + " · "
                                + Words.text("settings.hosts.admission."
                                        + host.admission().name()));
        address.setText(host.address().orElseGet(() -> Words.text("settings.hosts.local")));
        facts.setText(String.join(" · ", facts(host)));
        Nodes.show(facts, !facts.getText().isEmpty());
        trouble(host.problem().filter(_ -> host.condition() != HostCondition.READY));
        meters.show(host);
        List<String> shown = labels.getChildren().stream()
                .map(node -> ((Label) node).getText())
                .toList();
        if (!shown.equals(List.copyOf(host.labels()))) {
            labels.getChildren()
                    .setAll(host.labels().stream()
                            .map(label -> Nodes.label(label, "settings-label"))
                            .toList());
        }
        Nodes.show(labels, !host.labels().isEmpty());
        isolation.setText(host.isolation().orElse(""));
        Nodes.show(isolation, host.isolation().isPresent());
        lacks.setText(
                host.missing().isEmpty() ? "" : Words.text("settings.hosts.lacks", String.join(", ", host.missing())));
        Nodes.show(lacks, !host.missing().isEmpty());
        admission(host.admission());
        Nodes.show(remove, host.address().isPresent());
    }

    private static String colour(HostStatus host) {
        return switch (host.condition()) {
            case UNKNOWN -> "link-trying";
            case READY -> host.admission() == Admission.OPEN ? "link-good" : "link-trying";
            case UNFIT -> "link-down";
            case UNREACHABLE -> "host-gone";
        };
    }

    private static List<String> facts(HostStatus host) {
        List<String> facts = new ArrayList<>();
        host.system().ifPresent(facts::add);
        host.latency()
                .filter(_ -> host.condition() == HostCondition.READY)
                .ifPresent(took -> facts.add(Words.text("settings.hosts.latency", Times.took(took))));
        host.seen()
                .filter(_ -> host.condition() == HostCondition.UNREACHABLE)
                .ifPresent(at -> facts.add(Words.text("settings.hosts.seen", Times.moment(at))));
        host.via().ifPresent(via -> facts.add(Words.text("settings.hosts.through", via)));
        host.address().ifPresent(_ -> facts.add(host.root()));
        return facts;
    }

    /// What is read or copied there just now stays until the person is done.
    private void trouble(Optional<Problem> problem) {
        if (!problem.equals(told) && !trouble.isFocusWithin()) {
            told = problem;
            trouble.getChildren().setAll(problem.map(ProblemPanel::new).stream().toList());
            Nodes.show(trouble, problem.isPresent());
        }
    }

    private void admission(Admission now) {
        boolean held = Stream.of(open, cordon, drain).anyMatch(Node::isFocused);
        Nodes.show(open, now != Admission.OPEN);
        Nodes.show(cordon, now != Admission.CORDONED);
        Nodes.show(drain, now != Admission.DRAINING);
        if (held && Stream.of(open, cordon, drain).noneMatch(each -> each.isFocused() && each.isVisible())) {
            Stream.of(open, cordon).filter(Node::isVisible).findFirst().ifPresent(Node::requestFocus);
        }
    }

    private Node actions() {
        Button look = action("settings.hosts.look", form::look);
        look.setGraphic(Icon.RETRY.node(12));
        Button limits = action(
                "settings.hosts.limits", () -> form.more().set(!form.more().get()));
        form.more().subscribe(shown -> limits.setGraphic((shown ? Icon.CHEVRON_DOWN : Icon.CHEVRON_RIGHT).node(12)));
        FlowPane row = new FlowPane(8, 8, look, open, cordon, drain, prepare, limits, remove);
        row.setAlignment(Pos.CENTER_LEFT);
        return row;
    }

    private Button action(String key, Runnable does) {
        Button button = Nodes.button(Words.text(key), does, "small");
        button.setAccessibleText(Words.text("settings.hosts.of", Words.text(key), name));
        return Parts.only(admin, button);
    }

    private void askToDrain() {
        ask(
                drain,
                Words.text("settings.hosts.drain.detail", name),
                false,
                answer("settings.hosts.drain", "accent", () -> form.admit(Admission.DRAINING)));
    }

    private void askToRemove() {
        if (sandboxes > 0) {
            askToRemoveInUse();
        } else {
            ask(
                    remove,
                    Words.text("settings.hosts.remove.detail", name),
                    true,
                    answer("settings.hosts.remove", "danger", () -> form.remove(false)));
        }
    }

    private void askToRemoveInUse() {
        Button instead = answer("settings.hosts.drainInstead", "accent", () -> form.admit(Admission.DRAINING));
        Nodes.show(instead, !draining);
        ask(
                remove,
                Words.text("settings.hosts.inUse", name, sandboxes),
                true,
                instead,
                answer("settings.hosts.removeAnyway", "danger", () -> form.remove(true)));
    }

    private Button answer(String key, String style, Runnable does) {
        return Nodes.button(
                Words.text(key),
                () -> {
                    answered();
                    does.run();
                },
                "small",
                style);
    }

    /// Asks below the buttons; Escape goes back to the one that was pressed.
    private void ask(Button asker, String question, boolean dangerous, Button... answers) {
        HBox row = Parts.row(answers);
        Button not = Nodes.button(Words.text("settings.cancel"), this::answered, "small");
        row.getChildren().add(not);
        VBox asked = new VBox(8, Parts.text(question), row);
        asked.getStyleClass().add(dangerous ? "settings-question" : "settings-ask");
        asked.setUserData(asker);
        asked.setOnKeyPressed(event -> {
            if (event.getCode() == KeyCode.ESCAPE) {
                answered();
                event.consume();
            }
        });
        asking.getChildren().setAll(asked);
        Nodes.show(asking, true);
        not.requestFocus();
    }

    private void answered() {
        boolean held = asking.isFocusWithin();
        Optional<Node> asker = asking.getChildren().stream()
                .map(Node::getUserData)
                .filter(Node.class::isInstance)
                .map(Node.class::cast)
                .findFirst();
        asking.getChildren().clear();
        Nodes.show(asking, false);
        if (held) {
            asker.ifPresent(Node::requestFocus);
        }
    }

    private Node preparation() {
        VBox box = new VBox(8);
        form.prepared().subscribe(found -> {
            boolean held = box.isFocusWithin();
            box.getChildren().setAll(found.map(this::preparation).orElse(List.of()));
            Nodes.show(box, found.isPresent());
            if (held) {
                prepare.requestFocus();
            }
        });
        return box;
    }

    private List<Node> preparation(Prepared found) {
        Button done =
                Nodes.button(Words.text("settings.done"), () -> form.prepared().set(Optional.empty()), "small");
        if (found.missing().isEmpty()) {
            Label good = Nodes.tag(Icon.CHECK, Words.text("settings.hosts.lacksNothing", name), "settings-done");
            return List.of(Parts.row(good, Nodes.spacer(), done));
        }
        Label missing = Parts.text(Words.text("settings.hosts.lacks", String.join(", ", found.missing())));
        Nodes.show(missing, !missing.getText().equals(lacks.getText()));
        if (found.command().isEmpty()) {
            return List.of(missing, Parts.text(Words.text("settings.hosts.noCommand"), "hint"), Parts.row(done));
        }
        Button install =
                Parts.only(admin, Nodes.button(Words.text("settings.hosts.install"), form::install, "small", "accent"));
        return List.of(
                missing,
                copyable(Words.text("settings.hosts.command"), found.command().get()),
                Parts.text(Words.text("settings.hosts.command.detail"), "hint"),
                Parts.row(install, done));
    }

    /// A text that is only to be taken along.
    static HBox copyable(String name, String text) {
        TextField field = new TextField(text);
        field.setEditable(false);
        field.setAccessibleText(name);
        field.getStyleClass().add("settings-secret-text");
        HBox.setHgrow(field, Priority.ALWAYS);
        Button copy = Nodes.iconButton(
                Icon.COPY,
                Words.text("settings.hosts.of", Words.text("settings.copy"), name),
                () -> Copying.copy(text));
        return Parts.row(field, copy);
    }

    private Node limits() {
        TextField written = new TextField();
        written.setPromptText("gpu eu");
        written.textProperty().bindBidirectional(form.labels());
        TextField most = new TextField();
        most.setPromptText(Words.text("settings.hosts.noLimit"));
        most.textProperty().bindBidirectional(form.capacity());
        Parts.only(admin, written);
        Parts.only(admin, most);
        Button save = Nodes.button(Words.text("settings.save"), form::save);
        save.setAccessibleText(Words.text("settings.hosts.of", Words.text("settings.save"), name));
        save.setMinWidth(USE_PREF_SIZE);
        save.disableProperty()
                .bind(Bindings.createBooleanBinding(
                                form::canSave,
                                form.labels(),
                                form.capacity(),
                                form.deed().busy())
                        .not()
                        .or(admin.not()));
        VBox number = Parts.field(Words.text("settings.hosts.capacity"), most, () -> Faults.capacity(most.getText()));
        number.setPrefWidth(130);
        VBox box = new VBox(
                8,
                Parts.fields(
                        Parts.field(
                                Words.text("settings.hosts.labels"), written, () -> Faults.labels(written.getText())),
                        number,
                        new VBox(5, Nodes.label(" ", "field-label"), save)),
                Parts.text(Words.text("settings.hosts.limits.detail"), "hint"));
        form.more().subscribe(shown -> Nodes.show(box, shown));
        return box;
    }
}
