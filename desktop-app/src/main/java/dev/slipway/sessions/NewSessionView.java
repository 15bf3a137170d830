package dev.slipway.sessions;

import dev.slipway.control.Chooser;
import dev.slipway.control.Nodes;
import dev.slipway.control.ProblemPanel;
import dev.slipway.editor.EditorView;
import dev.slipway.model.code.BranchName;
import dev.slipway.model.code.Repository;
import dev.slipway.model.session.ModelName;
import dev.slipway.navigation.Destination;
import dev.slipway.navigation.Navigator;
import dev.slipway.theme.Icon;
import dev.slipway.words.Words;
import java.util.function.Function;
import javafx.beans.property.Property;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/// The panel that begins a session: one text, three choices, one key.
public final class NewSessionView extends StackPane {
    private static final String REHEARSAL = "rehearsal/";

    private final NewSessionModel model;
    private final Navigator navigator;
    private final EditorView prompt;
    private final VBox problem = new VBox();

    public NewSessionView(NewSessionModel model, Navigator navigator) {
        this.model = model;
        this.navigator = navigator;
        this.prompt = new EditorView(
                model.editor(),
                new EditorView.Purpose(Words.text("new.prompt"), "new-session-prompt", 6, false),
                new EditorView.Actions(this::create, () -> {}));
        getStyleClass().add("new-session");
        VBox card = new VBox(
                16,
                Nodes.label(Words.text("new.title"), "page-title"),
                prompt(),
                choices(),
                noModel(),
                addRepository(),
                problem,
                footer());
        card.getStyleClass().add("new-session-card");
        card.setMaxSize(720, USE_PREF_SIZE);
        getChildren().add(card);
        addEventHandler(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() == KeyCode.ENTER && event.isShortcutDown()) {
                create();
                event.consume();
            }
        });
        model.problem().subscribe(what -> {
            problem.getChildren().setAll(what.map(ProblemPanel::new).stream().toList());
            Nodes.show(problem, what.isPresent());
        });
    }

    /// Puts the cursor where the person writes.
    public void focus() {
        prompt.focus();
    }

    private Node prompt() {
        prompt.getStyleClass().add("new-session-box");
        VBox faults = new VBox();
        model.editor().problem().subscribe(what -> {
            faults.getChildren().setAll(what.map(ProblemPanel::new).stream().toList());
            Nodes.show(faults, what.isPresent());
        });
        VBox box = new VBox(8, prompt, faults);
        box.viewOrderProperty().bind(prompt.viewOrderProperty());
        return box;
    }

    /// Leads whoever has no model to where a key is given.
    private Node noModel() {
        Button give = Nodes.button(
                Words.text("new.giveKey"), () -> navigator.go(new Destination.Settings("models")), "small");
        give.setMinWidth(USE_PREF_SIZE);
        HBox row = notice(Words.text("new.noModel"), give);
        model.noModel().subscribe(none -> Nodes.show(row, none));
        return row;
    }

    private static HBox notice(String words, Node... remedy) {
        Label text = Nodes.label(words, "new-session-hint");
        text.setWrapText(true);
        text.setMinHeight(USE_PREF_SIZE);
        HBox.setHgrow(text, Priority.ALWAYS);
        text.setMaxWidth(Double.MAX_VALUE);
        HBox box = new HBox(12, Icon.INFO.node(16), text);
        box.getChildren().addAll(remedy);
        box.setAlignment(Pos.CENTER_LEFT);
        box.getStyleClass().add("new-session-hints");
        return box;
    }

    /// A rehearsal says that it is one.
    private static String name(ModelName model) {
        return model.value().startsWith(REHEARSAL)
                ? Words.text("new.rehearsal", model.value().substring(REHEARSAL.length()))
                : model.value();
    }

    private Node choices() {
        HBox row = new HBox(
                12,
                choice(
                        Words.text("new.repository"),
                        model.repositories(),
                        model.repository(),
                        repository -> repository.id().value()),
                choice(Words.text("new.branch"), model.branches(), model.branch(), BranchName::value),
                choice(Words.text("new.model"), model.models(), model.model(), NewSessionView::name));
        row.getStyleClass().add("new-session-choices");
        return row;
    }

    private static <T> Node choice(
            String name, ObservableList<T> items, Property<@Nullable T> chosen, Function<T, String> text) {
        Chooser<T> box = new Chooser<>(name, items, chosen, text);
        VBox column = new VBox(5, Nodes.label(name, "field-label"), box);
        column.setPrefWidth(220);
        column.setMinWidth(0);
        HBox.setHgrow(column, Priority.ALWAYS);
        return column;
    }

    /// Says what is missing before anything can begin, and takes it; later it opens when somebody asks for it.
    private Node addRepository() {
        HBox none = notice(Words.text("new.noRepository"));
        TextField origin = new TextField();
        origin.setPromptText(Words.text("new.origin"));
        origin.setAccessibleText(Words.text("new.origin"));
        origin.textProperty().bindBidirectional(model.origin());
        origin.setOnAction(_ -> model.addRepository());
        HBox.setHgrow(origin, Priority.ALWAYS);
        Button add = Nodes.button(Words.text("new.add"), model::addRepository);
        add.disableProperty().bind(model.busy().or(model.origin().isEmpty()));
        HBox row = new HBox(8, origin, add);
        row.setAlignment(Pos.CENTER_LEFT);
        Label name = Nodes.label(Words.text("new.addRepository"), "field-label");
        VBox box = new VBox(5, none, name, row);
        VBox.setMargin(name, new Insets(8, 0, 0, 0));
        Runnable show = () -> {
            boolean first = model.repositories().isEmpty();
            Nodes.show(none, first);
            Nodes.show(box, model.loaded().get() && (first || addingMore));
            Nodes.show(more, !box.isVisible());
        };
        model.loaded().subscribe(show);
        model.repositories().addListener((ListChangeListener<Repository>) _ -> {
            boolean added = box.isVisible() && !model.repositories().isEmpty();
            addingMore = addingMore && !added;
            show.run();
            if (added) {
                focus();
            }
        });
        more.setOnAction(_ -> {
            addingMore = true;
            show.run();
            origin.requestFocus();
        });
        origin.setOnKeyPressed(event -> {
            if (event.getCode() == KeyCode.ESCAPE && addingMore) {
                addingMore = false;
                show.run();
                focus();
                event.consume();
            }
        });
        return box;
    }

    private boolean addingMore;
    private final Button more = Nodes.button(Words.text("new.another"), () -> {}, "flat", "small");

    private Node footer() {
        Button create = Nodes.button(Words.text("new.create"), this::create, "accent");
        create.disableProperty().bind(model.busy().or(model.repository().isNull()));
        Button attach = Nodes.iconButton(Icon.ATTACH, Words.text("composer.attach"), prompt::chooseFiles);
        HBox row = new HBox(8, attach, more, Nodes.spacer(), Nodes.label(Words.text("new.keys"), "hint"), create);
        row.setAlignment(Pos.CENTER_RIGHT);
        return row;
    }

    private void create() {
        model.create(session -> navigator.go(new Destination.Session(session.id())));
    }
}
