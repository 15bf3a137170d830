package dev.slipway.settings;

import dev.slipway.link.Link;
import dev.slipway.model.session.ModelName;
import dev.slipway.model.wire.ProviderCalls;
import dev.slipway.model.wire.ProviderCalls.Language;
import dev.slipway.model.wire.ProviderCalls.ModelProvider;
import dev.slipway.model.wire.ProviderCalls.NewProvider;
import dev.slipway.model.wire.ProviderCalls.OfferedModel;
import dev.slipway.model.wire.ProviderCalls.ProviderList;
import dev.slipway.model.wire.ProviderCalls.StandardChoice;
import dev.slipway.words.Words;
import dev.slipway.work.Work;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

/// Model providers, their keys and models, and the model of sessions that name none.
final class ModelsModel {
    private final Link link;
    private final Work work;
    private final Me me;
    private final Remote<ProviderList> list;
    private final Map<String, ProviderForm> forms = new HashMap<>();
    private final Deed standard;
    private final Deed adding;
    private final BooleanProperty addShown = new SimpleBooleanProperty();
    private final StringProperty name = new SimpleStringProperty("");
    private final ObjectProperty<Language> language = new SimpleObjectProperty<>(Language.OPENAI_CHAT);
    private final StringProperty address = new SimpleStringProperty("");
    private final StringProperty key = new SimpleStringProperty("");
    private final StringProperty models = new SimpleStringProperty("");

    ModelsModel(Link link, Work work, Me me) {
        this.link = link;
        this.work = work;
        this.me = me;
        this.list = new Remote<>(work, () -> link.call(ProviderCalls.LIST, Map.of()));
        this.standard = new Deed(work);
        this.adding = new Deed(work);
    }

    void load() {
        list.load();
    }

    ProviderForm form(ModelProvider provider) {
        return forms.computeIfAbsent(provider.name(), wanted -> {
            ProviderForm made = new ProviderForm(wanted, link, work, this::load);
            made.address().set(provider.ownAddress() ? provider.baseUrl() : "");
            return made;
        });
    }

    /// Whether any model can be used that is no rehearsal.
    boolean hasRealModel() {
        return list.value().get().stream()
                .flatMap(all -> all.providers().stream())
                .anyMatch(provider -> provider.usable() && provider.language() != Language.REHEARSAL);
    }

    /// All models that sessions can use.
    List<ModelName> usable() {
        return list.value().get().stream()
                .flatMap(all -> all.providers().stream())
                .filter(ModelProvider::usable)
                .flatMap(provider -> provider.models().stream())
                .map(OfferedModel::name)
                .toList();
    }

    /// @param model empty for what the configuration says, else the first with a key
    void chooseStandard(Optional<ModelName> model) {
        standard.start(
                () -> link.call(ProviderCalls.SET_STANDARD, Map.of(), new StandardChoice(model)),
                Words.text("settings.saved"),
                _ -> load());
    }

    boolean canAdd() {
        return Stream.of(name, models).noneMatch(field -> field.get().isBlank())
                && (language.get() == Language.ANTHROPIC
                        || language.get() == Language.OPENAI_RESPONSES
                        || !address.get().isBlank())
                && Stream.of(nameFault(), modelsFault(), Faults.address(address.get()), Faults.key(key.get()))
                        .allMatch(String::isEmpty);
    }

    /// What is wrong with the name, among it that there is such a provider.
    String nameFault() {
        boolean taken = list.value().get().stream()
                .flatMap(all -> all.providers().stream())
                .anyMatch(provider -> provider.name().equals(name.get().strip()));
        return taken ? Words.text("settings.fault.taken") : Faults.providerName(name.get());
    }

    String modelsFault() {
        return names().map(Faults::model)
                .filter(fault -> !fault.isEmpty())
                .findFirst()
                .orElse("");
    }

    void add() {
        NewProvider wanted = new NewProvider(
                name.get().strip(),
                language.get(),
                Optional.of(address.get().strip()).filter(text -> !text.isEmpty()),
                Optional.of(key.get().strip()).filter(text -> !text.isEmpty()),
                names().toList());
        adding.start(() -> link.call(ProviderCalls.ADD, Map.of(), wanted), "", added -> {
            Stream.of(name, address, key, models).forEach(field -> field.set(""));
            addShown.set(false);
            load();
            form(added).attempt();
        });
    }

    private Stream<String> names() {
        return Stream.of(models.get().split("[,\\s]+", -1)).filter(text -> !text.isEmpty());
    }

    Me me() {
        return me;
    }

    Remote<ProviderList> list() {
        return list;
    }

    Deed standard() {
        return standard;
    }

    Deed adding() {
        return adding;
    }

    BooleanProperty addShown() {
        return addShown;
    }

    StringProperty name() {
        return name;
    }

    ObjectProperty<Language> language() {
        return language;
    }

    StringProperty address() {
        return address;
    }

    StringProperty key() {
        return key;
    }

    StringProperty models() {
        return models;
    }
}
