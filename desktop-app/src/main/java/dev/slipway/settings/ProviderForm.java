package dev.slipway.settings;

import dev.slipway.link.Link;
import dev.slipway.model.wire.ProviderCalls;
import dev.slipway.model.wire.ProviderCalls.KeyTrial;
import dev.slipway.model.wire.ProviderCalls.ModelProvider;
import dev.slipway.model.wire.ProviderCalls.NewKey;
import dev.slipway.model.wire.ProviderCalls.OfferedModel;
import dev.slipway.model.wire.ProviderCalls.ProviderChange;
import dev.slipway.model.wire.ProviderCalls.TrialResult;
import dev.slipway.words.Words;
import dev.slipway.work.Work;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

/// What is being changed about one model provider. A key that was saved is forgotten here at once.
final class ProviderForm {
    private final String name;
    private final Link link;
    private final Runnable changed;
    private final StringProperty key = new SimpleStringProperty("");
    private final StringProperty address = new SimpleStringProperty("");
    private final StringProperty newModel = new SimpleStringProperty("");
    private final BooleanProperty more = new SimpleBooleanProperty();
    private final ObjectProperty<Optional<TrialResult>> tried = new SimpleObjectProperty<>(Optional.empty());
    private final Deed deed;
    private final Deed trial;

    /// @param changed called after each change that the server took
    ProviderForm(String name, Link link, Work work, Runnable changed) {
        this.name = name;
        this.link = link;
        this.changed = changed;
        this.deed = new Deed(work);
        this.trial = new Deed(work);
        key.subscribe(_ -> {
            tried.set(Optional.empty());
            trial.forget();
        });
    }

    boolean canSaveKey() {
        return !key.get().isBlank() && Faults.key(key.get()).isEmpty();
    }

    /// Keeps the key on the server, then tries it.
    void saveKey() {
        NewKey given = new NewKey(key.get().strip());
        deed.start(() -> link.call(ProviderCalls.SET_KEY, at(), given), Words.text("settings.models.keySaved"), _ -> {
            key.set("");
            changed.run();
            attempt();
        });
    }

    void removeKey() {
        deed.start(() -> link.call(ProviderCalls.REMOVE_KEY, at()), Words.text("settings.models.keyRemoved"), _ -> {
            tried.set(Optional.empty());
            changed.run();
        });
    }

    /// Tries the key that stands in the field, else the one that the server has.
    void attempt() {
        tried.set(Optional.empty());
        KeyTrial wanted = new KeyTrial(Optional.of(key.get().strip()).filter(text -> !text.isEmpty()));
        trial.start(() -> link.call(ProviderCalls.TRY, at(), wanted), "", result -> tried.set(Optional.of(result)));
    }

    void saveAddress() {
        ProviderChange change = new ProviderChange(Optional.of(address.get().strip()), Optional.empty());
        deed.start(
                () -> link.call(ProviderCalls.CHANGE, at(), change),
                Words.text("settings.models.addressSaved"),
                now -> {
                    address.set(now.ownAddress() ? now.baseUrl() : "");
                    tried.set(Optional.empty());
                    changed.run();
                });
    }

    void addModel(ModelProvider provider) {
        String wanted = newModel.get().strip();
        saveModels(provider, Words.text("settings.models.modelAdded", wanted), names -> {
            List<String> more = new ArrayList<>(names);
            more.add(wanted);
            return more;
        });
    }

    void removeModel(ModelProvider provider, String model) {
        saveModels(
                provider,
                Words.text("settings.models.modelRemoved", model),
                names -> names.stream().filter(other -> !other.equals(model)).toList());
    }

    private void saveModels(ModelProvider provider, String told, UnaryOperator<List<String>> with) {
        List<String> added = provider.models().stream()
                .filter(OfferedModel::added)
                .map(model -> model.name().value().substring(name.length() + 1))
                .toList();
        ProviderChange change = new ProviderChange(Optional.empty(), Optional.of(with.apply(added)));
        deed.start(() -> link.call(ProviderCalls.CHANGE, at(), change), told, _ -> {
            newModel.set("");
            changed.run();
        });
    }

    /// @param then is told of it
    void remove(Consumer<String> then) {
        deed.start(() -> link.call(ProviderCalls.REMOVE, at()), "", _ -> {
            then.accept(name);
            changed.run();
        });
    }

    private Map<String, String> at() {
        return Map.of("provider", name);
    }

    StringProperty key() {
        return key;
    }

    StringProperty address() {
        return address;
    }

    StringProperty newModel() {
        return newModel;
    }

    /// Whether what is seldom needed shows.
    BooleanProperty more() {
        return more;
    }

    ObjectProperty<Optional<TrialResult>> tried() {
        return tried;
    }

    Deed deed() {
        return deed;
    }

    Deed trial() {
        return trial;
    }
}
