package dev.slipway.sessions;

import dev.slipway.control.Nodes;
import dev.slipway.theme.Icon;
import dev.slipway.words.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

/// The usual filters as chips that combine; below them, those chosen in the menu, each with a cross.
final class FilterBar extends VBox {
    private final SessionsModel model;
    private final HBox chips = new HBox(2);
    private final FlowPane more = new FlowPane(4, 4);

    FilterBar(SessionsModel model) {
        this.model = model;
        getStyleClass().add("session-filters");
        chips.setAlignment(Pos.CENTER_LEFT);
        more.getStyleClass().add("session-facets");
        ToggleButton all = chip("sessions.filter.ALL");
        all.setOnAction(_ -> {
            choose(ListChoices.Filter.ALL);
            all.setSelected(true);
        });
        model.choices().subscribe(now -> all.setSelected(now.filter().equals(ListChoices.Filter.ALL)));
        chips.getChildren().add(all);
        turning("sessions.filter.MINE", ListChoices.Filter::mine, ListChoices.Filter::withMine);
        turning("sessions.filter.RUNNING", ListChoices.Filter::running, ListChoices.Filter::withRunning);
        ToggleButton stuck =
                turning("sessions.filter.ATTENTION", ListChoices.Filter::stuck, ListChoices.Filter::withStuck);
        model.attention()
                .subscribe(count -> stuck.setText(
                        Words.text("sessions.filter.ATTENTION") + (count.intValue() == 0 ? "" : "  " + count)));
        getChildren().addAll(chips, more);
        model.choices().subscribe(now -> showMore(now.filter()));
    }

    private ToggleButton chip(String key) {
        ToggleButton button = new ToggleButton(Words.text(key));
        button.getStyleClass().add("chip");
        button.setMinWidth(USE_PREF_SIZE);
        return button;
    }

    private ToggleButton turning(
            String key,
            Function<ListChoices.Filter, Boolean> is,
            BiFunction<ListChoices.Filter, Boolean, ListChoices.Filter> with) {
        ToggleButton button = chip(key);
        button.setOnAction(_ -> choose(with.apply(filter(), button.isSelected())));
        model.choices().subscribe(now -> button.setSelected(is.apply(now.filter())));
        chips.getChildren().add(button);
        return button;
    }

    private ListChoices.Filter filter() {
        return model.choices().get().filter();
    }

    private void choose(ListChoices.Filter filter) {
        model.choices().set(model.choices().get().with(filter));
    }

    private void showMore(ListChoices.Filter filter) {
        List<Node> facets = new ArrayList<>();
        if (filter.archived()) {
            facets.add(facet(Words.text("sessions.view.archived"), filter.withArchived(false)));
        }
        filter.repository()
                .ifPresent(repository ->
                        facets.add(facet(repository.value(), filter.withRepository(java.util.Optional.empty()))));
        filter.person().ifPresent(user -> {
            String name = model.people().stream()
                    .filter(author -> author.user().equals(user))
                    .map(author -> author.name())
                    .findFirst()
                    .orElse(user.value());
            facets.add(facet(name, filter.withPerson(java.util.Optional.empty())));
        });
        filter.pull()
                .ifPresent(pull -> facets.add(facet(
                        Words.text("sessions.view.pull." + pull.name()), filter.withPull(java.util.Optional.empty()))));
        more.getChildren().setAll(facets);
        Nodes.show(more, !facets.isEmpty());
    }

    private Button facet(String text, ListChoices.Filter without) {
        Button button = Nodes.button(text, () -> choose(without), "facet");
        button.setGraphic(Icon.CLOSE.node(10));
        button.setContentDisplay(ContentDisplay.RIGHT);
        button.setAccessibleText(Words.text("sessions.view.without", text));
        return button;
    }
}
