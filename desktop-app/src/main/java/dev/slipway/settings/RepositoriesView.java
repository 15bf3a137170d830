package dev.slipway.settings;

import dev.slipway.control.Nodes;
import dev.slipway.control.ProblemPanel;
import dev.slipway.model.Pin;
import dev.slipway.model.account.Role;
import dev.slipway.model.code.Repository;
import dev.slipway.model.code.RepositoryId;
import dev.slipway.model.wire.RepositoryCalls.OriginAnswer;
import dev.slipway.model.wire.RepositoryCalls.RunningImport;
import dev.slipway.theme.Icon;
import dev.slipway.words.Words;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javafx.animation.Animation;
import javafx.animation.KeyFrame;
import javafx.animation.Timeline;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.util.Duration;

/// Repositories: those there are, and one to be imported.
final class RepositoriesView extends VBox {
    private final RepositoriesModel model;
    private final BooleanBinding admin;
    private final BooleanBinding member;
    private final Map<RepositoryId, RepositoryCard> cards = new HashMap<>();
    private final VBox rows = new VBox(10);
    private final Label none = Parts.text(Words.text("settings.repositories.none"), "muted");

    RepositoriesView(RepositoriesModel model) {
        this.model = model;
        this.admin = model.me().is(Role.ADMIN);
        this.member = model.me().is(Role.MEMBER);
        getStyleClass().add("settings-page");
        getChildren()
                .addAll(
                        Parts.head(Section.REPOSITORIES, Words.text("settings.repositories.detail")),
                        Parts.bar(model.me(), Role.MEMBER),
                        addCard(),
                        Parts.remote(model.list()),
                        none,
                        rows);
        Nodes.show(none, false);
        model.list().value().subscribe(list -> list.ifPresent(this::show));
        WhileShown.keep(this, this::live);
    }

    /// While somebody looks, news come and times go on.
    private Pin live() {
        Pin news = model.follow();
        Timeline ticking = new Timeline(
                new KeyFrame(Duration.seconds(1), _ -> cards.values().forEach(RepositoryCard::tick)));
        ticking.setCycleCount(Animation.INDEFINITE);
        ticking.play();
        return () -> {
            ticking.stop();
            news.close();
        };
    }

    private void show(List<Repository> repositories) {
        List<RepositoryCard> now = repositories.stream()
                .map(repository -> {
                    RepositoryCard card = cards.computeIfAbsent(
                            repository.id(),
                            id -> new RepositoryCard(id.value(), model.form(id), admin, member, model.clock()));
                    card.show(repository);
                    return card;
                })
                .toList();
        cards.values().retainAll(now);
        Nodes.show(none, now.isEmpty());
        Parts.arrange(rows, now);
    }

    private Node addCard() {
        TextField origin = new TextField();
        origin.setPromptText(Words.text("new.origin"));
        origin.setId("origin");
        origin.textProperty().bindBidirectional(model.origin());
        TextField name = new TextField();
        name.setPromptText(Words.text("settings.repositories.namePrompt"));
        name.textProperty().bindBidirectional(model.name());
        VBox found = new VBox();
        model.looked().subscribe(answer -> {
            found.getChildren()
                    .setAll(answer.map(RepositoriesView::answer).stream().toList());
            name.setPromptText(answer.flatMap(OriginAnswer::id)
                    .map(id -> id.value())
                    .orElseGet(() -> Words.text("settings.repositories.namePrompt")));
            Nodes.show(found, answer.isPresent());
        });
        Button add = Nodes.button(Words.text("settings.repositories.import"), model::add, "accent");
        add.disableProperty()
                .bind(Bindings.createBooleanBinding(
                                model::canAdd,
                                model.origin(),
                                model.name(),
                                model.looked(),
                                model.list().value())
                        .not()
                        .or(member.not())
                        .or(model.adding().busy()));
        VBox nameField = Parts.field(Words.text("settings.repositories.name"), name, model::nameFault);
        nameField.setPrefWidth(170);
        HBox.setHgrow(nameField, Priority.NEVER);
        Parts.only(member, origin);
        Parts.only(member, name);
        return Parts.card(
                Parts.title(Words.text("settings.repositories.add")),
                Parts.fields(
                        Parts.field(Words.text("settings.repositories.origin"), origin, model::originFault), nameField),
                found,
                Parts.row(add),
                progress(),
                Parts.outcome(model.adding()));
    }

    private Node progress() {
        Label step = Nodes.label("", "muted");
        ProgressBar bar = new ProgressBar();
        bar.setMaxWidth(Double.MAX_VALUE);
        bar.setAccessibleText(Words.text("settings.repositories.import"));
        Button cancel = Nodes.button(Words.text("settings.cancel"), model::cancel, "small");
        HBox row = Parts.row(step, Nodes.spacer(), cancel);
        VBox box = new VBox(6, row, bar);
        model.progress().subscribe(running -> {
            Nodes.show(box, running.isPresent());
            running.ifPresent(now -> {
                step.setText(words(now));
                bar.setProgress(now.total() > 0 ? (double) now.done() / now.total() : -1);
            });
        });
        return box;
    }

    private static String words(RunningImport now) {
        return now.total() > 0
                ? Words.text("settings.repositories.progress", now.step(), now.done(), now.total())
                : now.step();
    }

    private static Node answer(OriginAnswer answer) {
        Optional<Node> problem = answer.problem().map(why -> new ProblemPanel(ModelsView.problem(why)));
        return problem.orElseGet(() -> {
            String text = answer.taken()
                    ? Words.text(
                            "settings.repositories.taken",
                            answer.id().map(id -> id.value()).orElse(""))
                    : answer.defaultBranch()
                            .map(branch -> Words.text("settings.repositories.found", answer.branches(), branch.value()))
                            .orElseGet(() -> Words.text("settings.repositories.foundEmpty"));
            Label label = Nodes.tag(
                    answer.taken() ? Icon.WARNING : Icon.CHECK, text, answer.taken() ? "fault" : "settings-done");
            label.setWrapText(true);
            return label;
        });
    }
}
