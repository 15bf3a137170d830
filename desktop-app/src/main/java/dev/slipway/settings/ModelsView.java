package dev.slipway.settings;

import dev.slipway.control.Nodes;
import dev.slipway.model.account.Role;
import dev.slipway.model.problem.Problem;
import dev.slipway.model.session.ModelName;
import dev.slipway.model.wire.ProblemDetails;
import dev.slipway.model.wire.ProviderCalls.Language;
import dev.slipway.model.wire.ProviderCalls.ModelProvider;
import dev.slipway.model.wire.ProviderCalls.ProviderList;
import dev.slipway.theme.Icon;
import dev.slipway.words.Words;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.PasswordField;
import javafx.scene.control.TextField;
import javafx.scene.layout.VBox;

/// Model providers and their keys: what a newcomer needs first.
final class ModelsView extends VBox {
    private final ModelsModel model;
    private final BooleanBinding admin;
    private final VBox providers = new VBox(14);
    private final VBox welcome = new VBox();
    private final Map<String, ProviderCard> cards = new HashMap<>();
    private final ComboBox<Optional<ModelName>> standard = new ComboBox<>();
    private final Label standardFault = Parts.text("", "fault");
    private boolean filling;

    ModelsView(ModelsModel model) {
        this.model = model;
        this.admin = model.me().is(Role.ADMIN);
        getStyleClass().add("settings-page");
        VBox all = new VBox(14, standardCard(), providers, addCard());
        getChildren()
                .addAll(
                        Parts.head(Section.MODELS, Words.text("settings.models.detail")),
                        Parts.bar(model.me(), Role.ADMIN),
                        Parts.remote(model.list()),
                        welcome,
                        all);
        model.list().value().subscribe(list -> {
            Nodes.show(all, list.isPresent());
            list.ifPresent(this::show);
        });
    }

    private void show(ProviderList list) {
        List<Node> now = new ArrayList<>();
        for (ModelProvider provider : list.providers()) {
            ProviderCard card =
                    cards.computeIfAbsent(provider.name(), _ -> new ProviderCard(model.form(provider), admin));
            card.show(provider);
            now.add(card);
        }
        if (!providers.getChildren().equals(now)) {
            providers.getChildren().setAll(now);
        }
        welcome();
        filling = true;
        List<Optional<ModelName>> choices = new ArrayList<>();
        choices.add(Optional.empty());
        model.usable().forEach(name -> choices.add(Optional.of(name)));
        Optional<ModelName> chosen =
                list.standard().chosen() ? list.standard().standard() : Optional.<ModelName>empty();
        if (!choices.contains(chosen)) {
            choices.add(chosen);
        }
        standard.getItems().setAll(choices);
        standard.setValue(chosen);
        filling = false;
        standardFault.setText(list.standard()
                .problem()
                .map(problem -> Words.text(
                        "settings.models.standardFault",
                        list.standard().standard().map(ModelName::value).orElse("?"),
                        problem.detail()))
                .orElse(""));
        Nodes.show(standardFault, !standardFault.getText().isEmpty());
    }

    /// Says to whoever has no model yet what to do, and that the rehearsal is none.
    private void welcome() {
        if (model.hasRealModel()) {
            welcome.getChildren().clear();
        } else if (welcome.getChildren().isEmpty()) {
            VBox box = new VBox(
                    4,
                    Nodes.tag(Icon.SPARK, Words.text("settings.models.none"), "settings-card-title"),
                    Parts.text(Words.text("settings.models.none.detail")));
            box.getStyleClass().add("settings-welcome");
            welcome.getChildren().setAll(box);
        }
        Nodes.show(welcome, !model.hasRealModel());
    }

    private Node standardCard() {
        VBox choice = Parts.choice(
                Words.text("settings.models.standard"),
                standard,
                name -> name.map(ModelName::value).orElseGet(this::automatic));
        Parts.only(admin, standard);
        standard.valueProperty().addListener((_, _, chosen) -> {
            if (!filling && chosen != null) {
                model.chooseStandard(chosen);
            }
        });
        choice.getChildren()
                .addAll(
                        standardFault,
                        Parts.text(Words.text("settings.models.standard.detail"), "hint"),
                        Parts.outcome(model.standard()));
        return Parts.card(choice);
    }

    private String automatic() {
        return model.list()
                .value()
                .get()
                .filter(list -> !list.standard().chosen())
                .flatMap(list -> list.standard().standard())
                .map(name -> Words.text("settings.models.automaticNow", name.value()))
                .orElseGet(() -> Words.text("settings.models.automatic"));
    }

    private Node addCard() {
        Button open = Nodes.button(
                Words.text("settings.models.add"), () -> model.addShown().set(true));
        open.setGraphic(Icon.PLUS.node(14));
        Parts.only(admin, open);
        TextField name = new TextField();
        name.setPromptText("ollama");
        name.textProperty().bindBidirectional(model.name());
        ComboBox<Language> language = new ComboBox<>();
        language.getItems().setAll(Language.OPENAI_CHAT, Language.OPENAI_RESPONSES, Language.ANTHROPIC);
        language.valueProperty().bindBidirectional(model.language());
        TextField address = new TextField();
        address.setPromptText("http://127.0.0.1:11434/v1");
        address.textProperty().bindBidirectional(model.address());
        PasswordField key = new PasswordField();
        key.setPromptText(Words.text("settings.models.keyOptional"));
        key.textProperty().bindBidirectional(model.key());
        TextField models = new TextField();
        models.setPromptText("qwen3-coder");
        models.textProperty().bindBidirectional(model.models());
        Button add = Nodes.button(Words.text("settings.models.addNow"), model::add, "accent");
        add.disableProperty()
                .bind(Bindings.createBooleanBinding(
                                model::canAdd,
                                model.name(),
                                model.language(),
                                model.address(),
                                model.key(),
                                model.models(),
                                model.list().value())
                        .not()
                        .or(admin.not())
                        .or(model.adding().busy()));
        Button cancel = Nodes.button(
                Words.text("settings.cancel"), () -> model.addShown().set(false));
        VBox form = Parts.card(
                Parts.title(Words.text("settings.models.add")),
                Parts.fields(
                        Parts.field(Words.text("settings.models.name"), name, model::nameFault),
                        Parts.choice(
                                Words.text("settings.models.language"),
                                language,
                                each -> Words.text("settings.language." + each.name()))),
                Parts.field(Words.text("settings.models.address"), address, () -> Faults.address(address.getText())),
                Parts.field(Words.text("settings.models.key"), key, () -> Faults.key(key.getText())),
                Parts.field(Words.text("settings.models.names"), models, model::modelsFault),
                Parts.row(add, cancel),
                Parts.outcome(model.adding()));
        model.addShown().subscribe(shown -> {
            Nodes.show(form, shown);
            Nodes.show(open, !shown);
            if (shown) {
                name.requestFocus();
            }
        });
        return new VBox(form, open);
    }

    static Problem problem(ProblemDetails details) {
        Problem problem = Problem.of(Problem.Kind.UNAVAILABLE, details.code(), details.title(), details.detail());
        return details.remedy().map(problem::withRemedy).orElse(problem);
    }
}
