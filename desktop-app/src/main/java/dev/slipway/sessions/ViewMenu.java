package dev.slipway.sessions;

import dev.slipway.model.account.Author;
import dev.slipway.model.account.UserId;
import dev.slipway.model.code.RepositoryId;
import dev.slipway.theme.Icon;
import dev.slipway.words.Words;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.scene.control.CheckMenuItem;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.RadioMenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.ToggleGroup;
import javafx.scene.control.Tooltip;

/// The menu of how the list shows: groups, order, and the less usual filters.
final class ViewMenu extends MenuButton {
    private final SessionsModel model;

    ViewMenu(SessionsModel model) {
        super("", Icon.SLIDERS.node(16));
        this.model = model;
        getStyleClass().addAll("flat", "icon-button", "no-arrow", "view-menu");
        setAccessibleText(Words.text("sessions.view"));
        setTooltip(new Tooltip(Words.text("sessions.view")));
        getItems().setAll(items());
        setOnShowing(_ -> getItems().setAll(items()));
    }

    private List<MenuItem> items() {
        ListChoices now = model.choices().get();
        ListChoices.Filter filter = now.filter();
        List<MenuItem> items = new ArrayList<>();
        items.add(oneOf(
                "sessions.view.group",
                names("sessions.view.group.", ListChoices.Grouping.values()),
                now.grouping(),
                wanted -> model.choices().set(now.with(wanted))));
        items.add(oneOf(
                "sessions.view.sort",
                names("sessions.view.sort.", ListChoices.Sorting.values()),
                now.sorting(),
                wanted -> model.choices().set(now.with(wanted))));
        items.add(new SeparatorMenuItem());
        items.add(oneOf(
                "sessions.view.repository",
                repositories(),
                filter.repository(),
                wanted -> model.choices().set(now.with(filter.withRepository(wanted)))));
        items.add(oneOf(
                "sessions.view.person",
                people(),
                filter.person(),
                wanted -> model.choices().set(now.with(filter.withPerson(wanted)))));
        items.add(oneOf(
                "sessions.view.pull",
                pulls(),
                filter.pull(),
                wanted -> model.choices().set(now.with(filter.withPull(wanted)))));
        CheckMenuItem archived = new CheckMenuItem(Words.text("sessions.view.archived"));
        archived.setSelected(filter.archived());
        archived.setOnAction(_ -> model.choices().set(now.with(filter.withArchived(archived.isSelected()))));
        items.add(archived);
        items.add(new SeparatorMenuItem());
        MenuItem clear = new MenuItem(Words.text("sessions.clearFilters"));
        clear.setOnAction(_ -> model.clearFilters());
        clear.setDisable(
                filter.equals(ListChoices.Filter.ALL) && model.search().get().isEmpty());
        items.add(clear);
        return items;
    }

    private static <T> Menu oneOf(String key, Map<T, String> choices, T chosen, Consumer<T> choose) {
        Menu menu = new Menu(Words.text(key));
        ToggleGroup group = new ToggleGroup();
        choices.forEach((choice, text) -> {
            RadioMenuItem item = new RadioMenuItem(text);
            item.setMnemonicParsing(false);
            item.setToggleGroup(group);
            item.setSelected(choice.equals(chosen));
            item.setOnAction(_ -> choose.accept(choice));
            menu.getItems().add(item);
        });
        return menu;
    }

    private static <E extends Enum<E>> Map<E, String> names(String beginning, E[] constants) {
        Map<E, String> names = new LinkedHashMap<>();
        for (E constant : constants) {
            names.put(constant, Words.text(beginning + constant.name()));
        }
        return names;
    }

    private Map<Optional<RepositoryId>, String> repositories() {
        Map<Optional<RepositoryId>, String> all = new LinkedHashMap<>();
        all.put(Optional.empty(), Words.text("sessions.view.any"));
        model.repositories().forEach(repository -> all.put(Optional.of(repository), repository.value()));
        return all;
    }

    private Map<Optional<UserId>, String> people() {
        Map<Optional<UserId>, String> all = new LinkedHashMap<>();
        all.put(Optional.empty(), Words.text("sessions.view.any"));
        for (Author author : model.people()) {
            all.put(Optional.of(author.user()), author.name());
        }
        return all;
    }

    private static Map<Optional<ListChoices.Pull>, String> pulls() {
        Map<Optional<ListChoices.Pull>, String> all = new LinkedHashMap<>();
        all.put(Optional.empty(), Words.text("sessions.view.any"));
        names("sessions.view.pull.", ListChoices.Pull.values())
                .forEach((pull, text) -> all.put(Optional.of(pull), text));
        return all;
    }
}
