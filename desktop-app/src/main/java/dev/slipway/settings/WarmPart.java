package dev.slipway.settings;

import dev.slipway.control.Nodes;
import dev.slipway.control.ProblemPanel;
import dev.slipway.control.Times;
import dev.slipway.model.fleet.WarmDay;
import dev.slipway.model.fleet.WarmPool;
import dev.slipway.model.fleet.WarmSandbox;
import dev.slipway.model.problem.Problem;
import dev.slipway.words.Words;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

/// The sandboxes of a repository that wait before anyone asks: how many, and what that won and wasted lately.
final class WarmPart extends VBox {
    private final WarmForm form;
    private final Label state = Parts.text("", "settings-image-state");
    private final VBox trouble = new VBox();
    private final FlowPane facts = new FlowPane(26, 8);
    private final Label hits = fact("settings.warm.hits");
    private final Label misses = fact("settings.warm.misses");
    private final Label drafts = fact("settings.warm.drafts");
    private final Label won = fact("settings.warm.won");
    private final Label wasted = fact("settings.warm.wasted");
    private Optional<Problem> told = Optional.empty();

    WarmPart(WarmForm form) {
        super(10);
        this.form = form;
        getStyleClass().add("settings-image");
        getChildren().addAll(trouble, state, facts);
        form.pool().subscribe(_ -> show());
        form.days().subscribe(_ -> show());
    }

    private Label fact(String key) {
        Label value = Nodes.label("", "settings-meter-words");
        facts.getChildren().add(new VBox(1, Nodes.label(Words.text(key), "settings-meter-name"), value));
        return value;
    }

    private void show() {
        Optional<WarmPool> pool = form.pool().get();
        Nodes.show(this, pool.isPresent());
        pool.ifPresent(now -> {
            state.setText(words(now));
            if (!now.trouble().equals(told) && !trouble.isFocusWithin()) {
                told = now.trouble();
                trouble.getChildren()
                        .setAll(now.trouble().map(ProblemPanel::new).stream().toList());
            }
            Nodes.show(trouble, !trouble.getChildren().isEmpty());
        });
        List<WarmDay> days = form.days().get();
        long hit = sum(days, WarmDay::hits);
        long missed = sum(days, WarmDay::misses);
        long written = sum(days, WarmDay::drafts);
        Nodes.show(facts, hit + missed + written > 0);
        hits.setText(time("settings.warm.times", hit, sum(days, WarmDay::hitMillis)));
        misses.setText(time("settings.warm.times", missed, sum(days, WarmDay::missMillis)));
        drafts.setText(Words.text("settings.warm.draftsOf", sum(days, WarmDay::draftsUsed), written));
        won.setText(Times.took(Duration.ofMillis(sum(days, WarmDay::wonMillis))));
        wasted.setText(Words.text(
                "settings.warm.minutes",
                Math.round(minutes(days, WarmDay::wastedMinutes)),
                Math.round(minutes(days, WarmDay::usedMinutes) + minutes(days, WarmDay::wastedMinutes))));
    }

    /// How often, and how long each had to wait.
    private static String time(String key, long count, long millis) {
        return count == 0 ? "0" : Words.text(key, count, Times.took(Duration.ofMillis(millis / count)));
    }

    private static String words(WarmPool pool) {
        if (!pool.rule().on()) {
            return Words.text("settings.warm.off");
        }
        long ready = count(pool, WarmSandbox.State.WAITING);
        String waiting = ready == 0 && pool.target() == 0
                ? Words.text("settings.warm.none")
                : Words.text("settings.warm.waiting", ready, pool.target());
        long making = count(pool, WarmSandbox.State.MAKING);
        long kept = count(pool, WarmSandbox.State.DRAFT);
        return waiting
                + (making > 0 ? " " + Words.text("settings.warm.making", making) : "")
                + (kept > 0 ? " " + Words.text("settings.warm.kept", kept) : "");
    }

    private static long count(WarmPool pool, WarmSandbox.State state) {
        return pool.sandboxes().stream().filter(each -> each.state() == state).count();
    }

    private static long sum(List<WarmDay> days, ToLongFunction<WarmDay> figure) {
        return days.stream().mapToLong(figure).sum();
    }

    private static double minutes(List<WarmDay> days, ToDoubleFunction<WarmDay> figure) {
        return days.stream().mapToDouble(figure).sum();
    }

    /// How many may wait, to be changed.
    static Node rule(String name, WarmForm form, BooleanBinding admin) {
        CheckBox on = new CheckBox(Words.text("settings.warm.on"));
        on.selectedProperty().bindBidirectional(form.on());
        TextField least = number(form.least());
        TextField most = number(form.most());
        most.setId("warm-most-" + name);
        Button save = Nodes.button(Words.text("settings.save"), form::save);
        save.setAccessibleText(Words.text("settings.hosts.of", Words.text("settings.warm.save"), name));
        save.setMinWidth(USE_PREF_SIZE);
        save.disableProperty()
                .bind(Bindings.createBooleanBinding(form::canSave, form.on(), form.least(), form.most(), form.pool())
                        .not()
                        .or(admin.not())
                        .or(form.deed().busy()));
        Button usual = Parts.only(admin, Nodes.button(Words.text("settings.warm.usual"), form::usual, "flat"));
        usual.setAccessibleText(Words.text("settings.hosts.of", Words.text("settings.warm.usual"), name));
        usual.setMinWidth(USE_PREF_SIZE);
        Parts.only(admin, on);
        Parts.only(admin, least);
        Parts.only(admin, most);
        HBox row = Parts.fields(
                Parts.field(Words.text("settings.warm.least"), least, form::leastFault),
                Parts.field(Words.text("settings.warm.most"), most, form::mostFault),
                save,
                usual);
        row.setAlignment(Pos.BOTTOM_LEFT);
        VBox box = new VBox(8, on, row, Parts.outcome(form.deed()));
        form.pool().subscribe(pool -> Nodes.show(box, pool.isPresent()));
        return box;
    }

    private static TextField number(javafx.beans.property.StringProperty value) {
        TextField field = new TextField();
        field.textProperty().bindBidirectional(value);
        return field;
    }
}
