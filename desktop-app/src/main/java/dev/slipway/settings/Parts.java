package dev.slipway.settings;

import dev.slipway.control.Nodes;
import dev.slipway.control.ProblemPanel;
import dev.slipway.control.Times;
import dev.slipway.model.account.Role;
import dev.slipway.theme.Icon;
import dev.slipway.words.Words;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import javafx.beans.value.ObservableValue;
import javafx.geometry.Pos;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.control.TextInputControl;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;
import org.jspecify.annotations.Nullable;

/// What pages of settings are made of.
final class Parts {
    private Parts() {}

    /// The head of a page.
    static VBox head(Section section, String detail) {
        VBox head = new VBox(4, Nodes.label(section.title(), "page-title"), text(detail, "muted"));
        head.getStyleClass().add("settings-head");
        return head;
    }

    static String day(Instant at) {
        return DateTimeFormatter.ofLocalizedDate(FormatStyle.MEDIUM)
                .withLocale(Words.locale())
                .format(Times.date(at));
    }

    static Label text(String words, String... classes) {
        Label label = Nodes.label(words, classes);
        label.setWrapText(true);
        label.setMinHeight(Region.USE_PREF_SIZE);
        return label;
    }

    static VBox card(Node... content) {
        VBox card = new VBox(12, content);
        card.getStyleClass().add("settings-card");
        return card;
    }

    static Label title(String words) {
        return Nodes.label(words, "settings-card-title");
    }

    /// A field with its name above, and below it what is wrong with what stands in it.
    static VBox field(String name, TextInputControl input, Supplier<String> fault) {
        input.setAccessibleText(name);
        Label label = Nodes.label(name, "field-label");
        label.setLabelFor(input);
        Label wrong = text("", "fault");
        input.textProperty().subscribe(_ -> {
            wrong.setText(fault.get());
            Nodes.show(wrong, !wrong.getText().isEmpty());
            input.setAccessibleHelp(wrong.getText());
            input.pseudoClassStateChanged(
                    javafx.css.PseudoClass.getPseudoClass("wrong"),
                    !wrong.getText().isEmpty());
        });
        VBox box = new VBox(5, label, input, wrong);
        HBox.setHgrow(box, Priority.ALWAYS);
        box.setMinWidth(0);
        box.setPrefWidth(220);
        return box;
    }

    /// A choice with its name above.
    static <T> VBox choice(String name, ComboBox<T> box, Function<T, String> text) {
        box.setAccessibleText(name);
        box.setMaxWidth(Double.MAX_VALUE);
        box.setConverter(new StringConverter<>() {
            @Override
            public String toString(@Nullable T item) {
                return item == null ? "" : text.apply(item);
            }

            @Override
            public @Nullable T fromString(String ignored) {
                return null;
            }
        });
        Label label = Nodes.label(name, "field-label");
        label.setLabelFor(box);
        VBox column = new VBox(5, label, box);
        HBox.setHgrow(column, Priority.ALWAYS);
        column.setMinWidth(0);
        column.setPrefWidth(220);
        return column;
    }

    /// A line of settings: what it is on the left, its control on the right.
    static HBox line(String name, String detail, Node control) {
        VBox words = new VBox(1, text(name));
        if (!detail.isEmpty()) {
            words.getChildren().add(text(detail, "hint"));
        }
        words.setMinWidth(0);
        words.setAlignment(Pos.CENTER_LEFT);
        HBox.setHgrow(words, Priority.ALWAYS);
        HBox row = new HBox(16, words, control);
        row.setAlignment(Pos.CENTER_LEFT);
        row.getStyleClass().add("settings-line");
        return row;
    }

    static HBox row(Node... nodes) {
        HBox row = new HBox(8, nodes);
        row.setAlignment(Pos.CENTER_LEFT);
        return row;
    }

    /// Fields beside one another, of which some may tell a fault below.
    static HBox fields(Node... nodes) {
        HBox row = new HBox(12, nodes);
        row.setAlignment(Pos.TOP_LEFT);
        return row;
    }

    /// Has a box hold cards in an order; those that stay are not taken out, so that none loses the focus.
    static void arrange(VBox box, List<? extends Node> now) {
        box.getChildren().retainAll(now);
        for (int at = 0; at < now.size(); at++) {
            if (box.getChildren().size() <= at || !box.getChildren().get(at).equals(now.get(at))) {
                box.getChildren().remove(now.get(at));
                box.getChildren().add(at, now.get(at));
            }
        }
    }

    /// What a deed has come to: at work, done, or failed.
    static VBox outcome(Deed deed) {
        Label done = Nodes.tag(Icon.CHECK, "", "settings-done");
        done.setAccessibleRole(AccessibleRole.TEXT);
        HBox busy = row(wheel(), Nodes.label(Words.text("settings.busy"), "muted"));
        VBox problem = new VBox();
        VBox box = new VBox(busy, done, problem);
        Runnable show = () -> {
            done.setText(deed.outcome().get());
            Nodes.show(done, !deed.outcome().get().isEmpty());
            Nodes.show(busy, deed.busy().get());
            problem.getChildren()
                    .setAll(deed.problem().get().map(ProblemPanel::new).stream().toList());
            Nodes.show(
                    box,
                    deed.busy().get()
                            || !deed.outcome().get().isEmpty()
                            || deed.problem().get().isPresent());
        };
        deed.busy().subscribe(show);
        deed.outcome().subscribe(show);
        deed.problem().subscribe(show);
        show.run();
        return box;
    }

    static ProgressIndicator wheel() {
        ProgressIndicator wheel = new ProgressIndicator();
        wheel.getStyleClass().add("tool-wheel");
        return wheel;
    }

    /// What a page shows until its content is there, and when it can't be had; what was seen before stays below.
    static <T> VBox remote(Remote<T> remote) {
        VBox box = new VBox();
        Runnable show = () -> {
            List<Node> now = remote.problem()
                    .get()
                    .map(problem -> List.<Node>of(
                            new ProblemPanel(problem, Nodes.button(Words.text("settings.again"), remote::load))))
                    .orElseGet(() -> remote.value().get().isEmpty()
                            ? List.<Node>of(row(wheel(), Nodes.label(Words.text("settings.loading"), "muted")))
                            : List.of());
            box.getChildren().setAll(now);
            Nodes.show(box, !now.isEmpty());
        };
        remote.problem().subscribe(show);
        remote.value().subscribe(show);
        show.run();
        return box;
    }

    /// Says why a person may change nothing here; nothing for those who may.
    static Node bar(Me me, Role role) {
        Label bar = Nodes.tag(Icon.INFO, "", "settings-bar");
        bar.setWrapText(true);
        bar.setMaxWidth(Double.MAX_VALUE);
        me.user().value().subscribe(_ -> {
            bar.setText(me.bar(role));
            Nodes.show(bar, !bar.getText().isEmpty());
        });
        return bar;
    }

    /// Disables a control while something does not hold.
    static <N extends Node> N only(ObservableValue<Boolean> holds, N node) {
        node.disableProperty().unbind();
        node.disableProperty().bind(javafx.beans.binding.Bindings.createBooleanBinding(() -> !holds.getValue(), holds));
        return node;
    }

    /// Asks in place before something that can't be undone: the button's place is taken by the question.
    static Node confirmed(String name, String question, String yes, Runnable action, ObservableValue<Boolean> allowed) {
        VBox place = new VBox();
        ButtonBase ask = Nodes.button(name, () -> {}, "small", "flat", "danger");
        only(allowed, ask);
        ask.setAccessibleHelp(question);
        Runnable back = () -> {
            place.getChildren().setAll(ask);
            ask.requestFocus();
        };
        ask.setOnAction(_ -> {
            ButtonBase sure = Nodes.button(
                    yes,
                    () -> {
                        place.getChildren().setAll(ask);
                        action.run();
                    },
                    "small",
                    "danger");
            ButtonBase not = Nodes.button(Words.text("settings.cancel"), back, "small");
            VBox asked = new VBox(8, text(question), row(sure, not));
            asked.getStyleClass().add("settings-question");
            asked.setOnKeyPressed(event -> {
                if (event.getCode() == javafx.scene.input.KeyCode.ESCAPE) {
                    back.run();
                    event.consume();
                }
            });
            place.getChildren().setAll(asked);
            not.requestFocus();
        });
        place.getChildren().setAll(ask);
        return place;
    }
}
