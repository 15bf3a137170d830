package dev.slipway.transcript;

import dev.slipway.control.Nodes;
import dev.slipway.theme.Icon;
import dev.slipway.words.Words;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;

/// The bar in which words are looked for.
final class FindBar extends HBox {
    private final FindModel find;
    private final Reading reading;
    private final Runnable closed;
    private final TextField words = new TextField();
    private final Label count = Nodes.label("", "find-count");

    /// @param closed hears that the person is done
    FindBar(FindModel find, Reading reading, Runnable closed) {
        super(4);
        this.find = find;
        this.reading = reading;
        this.closed = closed;
        getStyleClass().add("find-bar");
        setAlignment(Pos.CENTER_LEFT);
        setMaxSize(USE_PREF_SIZE, USE_PREF_SIZE);
        words.setPromptText(Words.text("find.prompt"));
        words.setAccessibleText(Words.text("find.prompt"));
        words.getStyleClass().add("find-words");
        words.setPrefColumnCount(18);
        words.textProperty().subscribe(this::look);
        words.addEventFilter(KeyEvent.KEY_PRESSED, this::key);
        count.setMinWidth(84);
        getChildren()
                .addAll(
                        words,
                        count,
                        Nodes.iconButton(Icon.ARROW_UP, Words.text("find.previous"), () -> find.step(false)),
                        Nodes.iconButton(Icon.ARROW_DOWN, Words.text("find.next"), () -> find.step(true)),
                        Nodes.iconButton(Icon.CLOSE, Words.text("find.close"), this::close));
        find.count().subscribe(this::tell);
        find.current().subscribe(at -> at.ifPresent(place -> reading.found(place.row(), place.nth())));
        Nodes.show(this, false);
    }

    void open() {
        Nodes.show(this, true);
        reading.selected()
                .filter(text -> !text.contains("\n") && text.length() < 80)
                .ifPresent(words::setText);
        words.requestFocus();
        words.selectAll();
        look(words.getText());
    }

    private void look(String text) {
        if (isVisible()) {
            reading.find(text);
            find.find(text, reading.at().map(TranscriptCell::row).orElse(Integer.MAX_VALUE));
        }
    }

    private void close() {
        Nodes.show(this, false);
        reading.find("");
        find.find("", 0);
        closed.run();
    }

    private void tell(FindModel.Count now) {
        String text = words.getText().isBlank()
                ? ""
                : now.total() == 0
                        ? Words.text(now.more() ? "find.searching" : "find.none")
                        : now.more()
                                ? Words.text("find.more", now.total())
                                : now.cut()
                                        ? Words.text("find.cut", now.current(), now.total())
                                        : Words.text("find.count", now.current(), now.total());
        count.setText(text);
        count.setAccessibleText(text);
        pseudoClassStateChanged(
                javafx.css.PseudoClass.getPseudoClass("nothing"),
                !words.getText().isBlank() && now.total() == 0 && !now.more());
    }

    private void key(KeyEvent event) {
        switch (event.getCode()) {
            case ESCAPE -> close();
            case ENTER, F3 -> find.step(!event.isShiftDown());
            case DOWN -> find.step(true);
            case UP -> find.step(false);
            default -> {
                return;
            }
        }
        event.consume();
    }
}
