package dev.slipway.pullrequest;

import dev.slipway.control.Nodes;
import dev.slipway.model.forge.CommitCheck;
import dev.slipway.model.forge.MergeGate.Obstacle;
import dev.slipway.model.forge.MergeMethod;
import dev.slipway.model.forge.PullRequest;
import dev.slipway.model.forge.PullRequestDetail;
import dev.slipway.model.forge.PullRequestState;
import dev.slipway.theme.Icon;
import dev.slipway.words.Words;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;
import org.jspecify.annotations.Nullable;

/// How it stands: checks, what is against a merge and what to do about that, and the merge.
final class MergeSection extends VBox {
    private final PullRequestModel model;
    private final Consumer<String> open;
    private final VBox lines = new VBox(7);
    private final VBox form;
    private final Button merge;

    MergeSection(PullRequestModel model, Consumer<String> open) {
        this.model = model;
        this.open = open;
        getStyleClass().add("pull-form");
        setSpacing(12);
        ComboBox<MergeMethod> method = methods();
        merge = Nodes.button(Words.text("pull.merge"), model::merge, "accent");
        ToggleButton words = new ToggleButton(Words.text("pull.message"));
        words.getStyleClass().addAll("chip");
        FlowPane row = new FlowPane(8, 8, merge, method, words);
        row.setAlignment(Pos.CENTER_LEFT);
        for (Node node : List.of(merge, words)) {
            ((javafx.scene.layout.Region) node).setMinWidth(USE_PREF_SIZE);
        }
        method.setMinWidth(150);
        TextArea message = new TextArea();
        Nodes.letTabGoOn(message);
        message.setPromptText(Words.text("pull.message.prompt"));
        message.setAccessibleText(Words.text("pull.message"));
        message.setWrapText(true);
        message.setPrefRowCount(3);
        message.textProperty().bindBidirectional(model.message());
        words.selectedProperty().subscribe(shown -> Nodes.show(message, shown));
        model.method().subscribe(chosen -> {
            words.setDisable(chosen == MergeMethod.REBASE);
            Nodes.show(message, words.isSelected() && chosen != MergeMethod.REBASE);
        });
        form = new VBox(8, row, message);
        getChildren().setAll(lines, form);
        model.busy().subscribe(_ -> allow());
    }

    private ComboBox<MergeMethod> methods() {
        ComboBox<MergeMethod> method = new ComboBox<>();
        method.setAccessibleText(Words.text("pull.method"));
        method.getItems().setAll(MergeMethod.values());
        method.setConverter(new StringConverter<>() {
            @Override
            public String toString(@Nullable MergeMethod item) {
                return item == null ? "" : Words.text("pull.method." + item.name());
            }

            @Override
            public @Nullable MergeMethod fromString(String ignored) {
                return null;
            }
        });
        method.valueProperty().bindBidirectional(model.method());
        return method;
    }

    void show(PullRequestDetail detail) {
        PullRequest pull = detail.pullRequest();
        Nodes.show(this, true);
        lines.getChildren().clear();
        detail.checks().forEach(check -> lines.getChildren().add(check(check, detail)));
        switch (pull.state()) {
            case OPEN -> {
                model.obstacles().forEach(obstacle -> lines.getChildren().add(obstacle(obstacle, detail)));
                if (model.obstacles().isEmpty()) {
                    lines.getChildren().add(line(Icon.CHECK, Words.text("pull.clean"), "bar-good"));
                }
            }
            case MERGED ->
                lines.getChildren()
                        .add(line(
                                Icon.MERGE,
                                Words.text(
                                        "pull.mergedBy",
                                        pull.mergedBy()
                                                .map(author -> author.name())
                                                .orElse("?"),
                                        pull.mergeCommit()
                                                .map(commit -> commit.abbreviated())
                                                .orElse("")),
                                "bar-merged"));
            case CLOSED -> {
                Button reopen = Nodes.button(Words.text("pull.reopen"), () -> model.open(true), "small");
                reopen.setDisable(!model.mayChange());
                lines.getChildren().add(new VBox(8, line(Icon.CLOSE, Words.text("pull.closed"), "bar-muted"), reopen));
            }
        }
        Nodes.show(form, pull.state() == PullRequestState.OPEN);
        allow();
    }

    private void allow() {
        boolean may = model.mayChange() && !model.busy().get();
        merge.setDisable(!may || !model.obstacles().isEmpty());
    }

    private Node obstacle(Obstacle obstacle, PullRequestDetail detail) {
        String items = String.join(", ", obstacle.items());
        return switch (obstacle.kind()) {
            case CONFLICTS -> conflicts(obstacle);
            case NOTHING_TO_MERGE -> line(Icon.INFO, Words.text("pull.nothing"), "bar-muted");
            case CHANGES_REQUESTED -> line(Icon.WARNING, Words.text("pull.against", items), "bar-bad");
            case APPROVALS_MISSING ->
                line(
                        Icon.CLOCK,
                        Words.text(
                                        "pull.approvals",
                                        detail.gate().approvals(),
                                        detail.gate().needed())
                                + " "
                                + (items.isEmpty() ? Words.text("pull.nobody") : Words.text("pull.mayApprove", items)),
                        "bar-waits");
            case CHECKS_FAILED -> line(Icon.WARNING, Words.text("pull.checks.failed", items), "bar-bad");
            case CHECKS_MISSING -> line(Icon.CLOCK, Words.text("pull.checks.missing", items), "bar-waits");
            case NOT_OPEN -> line(Icon.INFO, Words.text("pull.gone"), "bar-muted");
        };
    }

    private Node conflicts(Obstacle obstacle) {
        VBox box = new VBox(5, line(Icon.WARNING, Words.text("pull.conflicts"), "bar-bad"));
        obstacle.items().stream().limit(12).forEach(path -> {
            Label label = Nodes.label(path, "conflict-path");
            label.setMinWidth(0);
            box.getChildren().add(label);
        });
        if (obstacle.items().size() > 12) {
            box.getChildren()
                    .add(Nodes.label(Words.text("pull.more", obstacle.items().size() - 12), "hint"));
        }
        if (model.hasAgent()) {
            Button ask = Nodes.button(Words.text("pull.resolve"), model::resolve, "small");
            ask.setGraphic(Icon.SPARK.node(13));
            ask.disableProperty().bind(model.busy());
            box.getChildren().add(ask);
            if (model.approvalBar().isEmpty()) {
                Label bars = Nodes.label(Words.text("pull.ask.bars"), "hint");
                bars.setWrapText(true);
                box.getChildren().add(bars);
            }
        } else {
            box.getChildren().add(Nodes.label(Words.text("pull.resolve.byHand"), "hint"));
        }
        return box;
    }

    private Node check(CommitCheck check, PullRequestDetail detail) {
        boolean required = detail.rules().requiredChecks().contains(check.name());
        Icon icon = switch (check.state()) {
            case PASSED -> Icon.CHECK;
            case FAILED -> Icon.CLOSE;
            case PENDING -> Icon.CLOCK;
            case SKIPPED -> Icon.INFO;
        };
        Label name = Nodes.tag(
                icon,
                check.name(),
                "check-name",
                "check-" + check.state().name().toLowerCase(Locale.ROOT));
        name.setMinWidth(USE_PREF_SIZE);
        name.setAccessibleText(
                check.name() + ": " + Words.text("pull.check." + check.state().name()));
        Label summary = Nodes.label(
                check.summary().isBlank()
                        ? Words.text("pull.check." + check.state().name())
                        : check.summary(),
                "muted");
        summary.setMinWidth(0);
        HBox row = new HBox(8, name, summary);
        HBox.setHgrow(summary, Priority.ALWAYS);
        summary.setMaxWidth(Double.MAX_VALUE);
        row.setAlignment(Pos.CENTER_LEFT);
        if (required) {
            Label badge = Nodes.label(Words.text("pull.check.required"), "badge");
            badge.setMinWidth(USE_PREF_SIZE);
            row.getChildren().add(badge);
        }
        check.url()
                .ifPresent(url -> row.getChildren()
                        .add(Nodes.iconButton(
                                Icon.EXTERNAL, Words.text("pull.check.open", check.name()), () -> open.accept(url))));
        return row;
    }

    private static Label line(Icon icon, String text, String style) {
        Label label = Nodes.tag(icon, text, "bar", style);
        label.setWrapText(true);
        label.setMinHeight(USE_PREF_SIZE);
        return label;
    }
}
