package dev.slipway.transcript;

import dev.slipway.control.Nodes;
import dev.slipway.control.Times;
import dev.slipway.words.Words;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.Optional;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;

/// A line above a row: here begins another day, or what is new since the person last looked.
final class Divider extends HBox {
    static final double HEIGHT = 30;

    /// @param fresh whether what is new begins here
    record What(Optional<LocalDate> day, boolean fresh) {}

    private final TranscriptModel model;
    private final Label words = Nodes.label("", "divider-words");

    Divider(TranscriptModel model) {
        super(10);
        this.model = model;
        getStyleClass().add("divider");
        setAlignment(Pos.CENTER);
        getChildren().addAll(line(), words, line());
    }

    void show(Optional<What> what) {
        Nodes.show(this, what.isPresent());
        words.textProperty().unbind();
        what.ifPresent(shown -> {
            getStyleClass().setAll("divider", shown.fresh() ? "divider-new" : "divider-day");
            String day = shown.day().map(this::words).orElse("");
            if (shown.fresh()) {
                words.textProperty()
                        .bind(model.fresh()
                                .map(count -> Words.text("transcript.new", count.intValue())
                                        + (day.isEmpty() ? "" : "  ·  " + day)));
            } else {
                words.setText(day);
            }
        });
    }

    /// What stands above a row, if anything does.
    static Optional<What> above(int row, Item item, TranscriptModel model) {
        if (!(item instanceof Item.Kept kept)) {
            return Optional.empty();
        }
        boolean fresh = model.freshRow().filter(at -> at == row).isPresent();
        LocalDate day = Times.date(kept.placed().at());
        Optional<LocalDate> before =
                model.before(row).map(at -> Times.date(at.placed().at()));
        boolean another = before.filter(other -> !other.equals(day)).isPresent();
        return fresh || another
                ? Optional.of(new What(another ? Optional.of(day) : Optional.empty(), fresh))
                : Optional.empty();
    }

    private String words(LocalDate day) {
        LocalDate today = Times.date(model.clock().instant());
        if (day.equals(today)) {
            return Words.text("transcript.today");
        }
        return day.equals(today.minusDays(1))
                ? Words.text("transcript.yesterday")
                : DateTimeFormatter.ofLocalizedDate(FormatStyle.FULL)
                        .withLocale(Words.locale())
                        .format(day);
    }

    private static Region line() {
        Region line = new Region();
        line.getStyleClass().add("divider-line");
        line.setMaxHeight(1);
        HBox.setHgrow(line, Priority.ALWAYS);
        return line;
    }
}
