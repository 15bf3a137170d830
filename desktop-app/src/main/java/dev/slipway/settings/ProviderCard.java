package dev.slipway.settings;

import dev.slipway.control.Nodes;
import dev.slipway.control.ProblemPanel;
import dev.slipway.control.Times;
import dev.slipway.model.wire.ProviderCalls.KeySource;
import dev.slipway.model.wire.ProviderCalls.Language;
import dev.slipway.model.wire.ProviderCalls.LastCall;
import dev.slipway.model.wire.ProviderCalls.ModelProvider;
import dev.slipway.model.wire.ProviderCalls.OfferedModel;
import dev.slipway.model.wire.ProviderCalls.Price;
import dev.slipway.model.wire.ProviderCalls.TrialResult;
import dev.slipway.theme.Icon;
import dev.slipway.words.Words;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.geometry.HPos;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.PasswordField;
import javafx.scene.control.TextField;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/// One model provider: how it stands, its key, its models; its address on demand. Fields stay as they are when the
/// server tells something new, so that nothing is lost that was begun.
final class ProviderCard extends VBox {
    /// Names as their makers write them.
    private static final Map<String, String> NAMES = Map.of("anthropic", "Anthropic", "openai", "OpenAI");

    private final ProviderForm form;
    private final BooleanBinding admin;
    private final Region dot = new Region();
    private final Label state = Parts.text("", "settings-state");
    private final Label title = Nodes.label("", "settings-card-title");
    private final GridPane models = new GridPane(12, 6);
    private final VBox lastCall = new VBox();
    private final VBox tried = new VBox();
    private final VBox body = new VBox(12);
    private final HBox removeKey = new HBox();
    private final VBox remove = new VBox();
    private final TextField address = new TextField();
    private Optional<ModelProvider> seen = Optional.empty();

    ProviderCard(ProviderForm form, BooleanBinding admin) {
        super(12);
        this.form = form;
        this.admin = admin;
        getStyleClass().add("settings-card");
        title.setMinWidth(USE_PREF_SIZE);
        HBox head = new HBox(8, title, dot, state);
        head.setAlignment(Pos.CENTER_LEFT);
        HBox.setHgrow(state, Priority.ALWAYS);
        state.setMaxWidth(Double.MAX_VALUE);
        for (int grow : new int[] {1, 0, 0, 0}) {
            ColumnConstraints column = new ColumnConstraints();
            column.setHgrow(grow == 1 ? Priority.ALWAYS : Priority.NEVER);
            column.setHalignment(grow == 1 ? HPos.LEFT : HPos.RIGHT);
            models.getColumnConstraints().add(column);
        }
        getChildren().addAll(head, body);
        form.tried().subscribe(result -> {
            tried.getChildren().setAll(result.map(this::trial).stream().toList());
            Nodes.show(tried, result.isPresent());
        });
    }

    void show(ModelProvider provider) {
        title.setText(NAMES.getOrDefault(provider.name(), provider.name()));
        boolean rehearsal = provider.language() == Language.REHEARSAL;
        boolean broken = provider.lastCall().flatMap(LastCall::problem).isPresent();
        dot.getStyleClass()
                .setAll(
                        "state-dot",
                        rehearsal
                                ? "link-trying"
                                : broken ? "link-down" : provider.usable() ? "link-good" : "link-trying");
        state.setText(rehearsal ? Words.text("settings.models.rehearsal") : standing(provider));
        if (body.getChildren().isEmpty()) {
            if (!rehearsal) {
                body.getChildren().addAll(keyRow(provider), tried, Parts.outcome(form.deed()), lastCall);
            }
            body.getChildren().add(models);
            if (!rehearsal) {
                body.getChildren().add(more(provider));
            }
        }
        lastCall.getChildren()
                .setAll(provider.lastCall().flatMap(this::failure).stream().toList());
        Nodes.show(lastCall, !lastCall.getChildren().isEmpty());
        address.setPromptText(provider.baseUrl());
        removeKey.getChildren().clear();
        if (provider.key().source() == KeySource.SETTINGS) {
            removeKey
                    .getChildren()
                    .add(Parts.confirmed(
                            Words.text("settings.models.removeKey"),
                            Words.text("settings.models.removeKey.detail"),
                            Words.text("settings.models.removeKey"),
                            form::removeKey,
                            admin));
        }
        remove.getChildren().clear();
        if (provider.removable()) {
            remove.getChildren()
                    .add(Parts.confirmed(
                            Words.text("settings.models.remove"),
                            Words.text("settings.models.remove.detail", provider.name()),
                            Words.text("settings.models.remove"),
                            () -> form.remove(_ -> {}),
                            admin));
        }
        Nodes.show(remove, provider.removable());
        list(provider);
    }

    private String standing(ModelProvider provider) {
        String key = Words.text(
                "settings.key." + provider.key().source().name(),
                provider.key().keySince().map(Parts::day).orElse(""));
        if (provider.key().source() == KeySource.NONE && provider.usable()) {
            key = Words.text("settings.models.noKeyNeeded", provider.baseUrl());
        }
        return provider.lastCall()
                .filter(call -> call.problem().isEmpty())
                .map(call -> key(call))
                .map(call -> " · " + call)
                .map(key::concat)
                .orElse(key);
    }

    private static String key(LastCall call) {
        return Words.text("settings.models.lastCall", Times.clock(call.at()));
    }

    private Optional<Node> failure(LastCall call) {
        return call.problem().map(problem -> new ProblemPanel(ModelsView.problem(problem)));
    }

    private Node keyRow(ModelProvider provider) {
        PasswordField key = new PasswordField();
        key.setPromptText(Words.text("settings.models.paste", title.getText()));
        key.setId("key-of-" + provider.name());
        key.textProperty().bindBidirectional(form.key());
        key.setOnAction(_ -> {
            if (form.canSaveKey() && admin.get()) {
                form.saveKey();
            }
        });
        Parts.only(admin, key);
        Button save = Nodes.button(Words.text("settings.models.saveKey"), form::saveKey, "accent");
        save.disableProperty()
                .bind(Bindings.createBooleanBinding(form::canSaveKey, form.key())
                        .not()
                        .or(admin.not())
                        .or(form.deed().busy()));
        Button test = Nodes.button(Words.text("settings.models.try"), form::attempt);
        test.disableProperty()
                .bind(Bindings.createBooleanBinding(
                                () -> Faults.key(form.key().get()).isEmpty(), form.key())
                        .not()
                        .or(admin.not())
                        .or(form.trial().busy()));
        VBox field =
                Parts.field(Words.text("settings.models.keyOf", title.getText()), key, () -> Faults.key(key.getText()));
        HBox buttons = Parts.row(save, test);
        buttons.setMinWidth(USE_PREF_SIZE);
        HBox row = Parts.fields(field, new VBox(5, Nodes.label(" ", "field-label"), buttons));
        return new VBox(6, row, removeKey, Parts.outcome(form.trial()));
    }

    private Node trial(TrialResult result) {
        if (result.problem().isPresent()) {
            return new ProblemPanel(ModelsView.problem(result.problem().get()));
        }
        Label good = Nodes.tag(
                Icon.CHECK,
                Words.text("settings.models.good", result.models().size(), result.millis()),
                "settings-done");
        good.setWrapText(true);
        return good;
    }

    private void list(ModelProvider provider) {
        models.getChildren().clear();
        int row = 0;
        for (OfferedModel model : provider.models()) {
            String plain = model.name().value().substring(provider.name().length() + 1);
            Label name = Nodes.label(plain, "settings-model");
            name.setMinWidth(0);
            models.add(name, 0, row);
            models.add(Nodes.label(model.context().map(ProviderCard::tokens).orElse(""), "hint"), 1, row);
            models.add(
                    Nodes.label(
                            provider.language() == Language.REHEARSAL
                                    ? ""
                                    : model.price()
                                            .map(ProviderCard::price)
                                            .orElseGet(() -> Words.text("settings.models.noPrice")),
                            "hint"),
                    2,
                    row);
            if (model.added()) {
                models.add(
                        Parts.only(
                                admin,
                                Nodes.iconButton(
                                        Icon.CLOSE,
                                        Words.text("settings.models.removeModel", plain),
                                        () -> form.removeModel(provider, plain))),
                        3,
                        row);
            }
            row++;
        }
        seen = Optional.of(provider);
    }

    private Node more(ModelProvider provider) {
        address.setId("address-of-" + provider.name());
        address.textProperty().bindBidirectional(form.address());
        Parts.only(admin, address);
        Button saveAddress = Nodes.button(Words.text("settings.save"), form::saveAddress);
        saveAddress
                .disableProperty()
                .bind(Bindings.createBooleanBinding(
                                () -> Faults.address(form.address().get()).isEmpty(), form.address())
                        .not()
                        .or(admin.not())
                        .or(form.deed().busy()));
        TextField model = new TextField();
        model.setPromptText(Words.text("settings.models.modelPrompt"));
        model.textProperty().bindBidirectional(form.newModel());
        Parts.only(admin, model);
        Button addModel = Nodes.button(Words.text("settings.add"), () -> seen.ifPresent(form::addModel));
        addModel.disableProperty()
                .bind(Bindings.createBooleanBinding(
                                () -> form.newModel().get().isBlank()
                                        || !Faults.model(form.newModel().get()).isEmpty(),
                                form.newModel())
                        .or(admin.not())
                        .or(form.deed().busy()));
        VBox rest = new VBox(
                12,
                withButton(
                        Parts.field(Words.text("settings.models.addModel"), model, () -> Faults.model(model.getText())),
                        addModel),
                withButton(
                        Parts.field(
                                Words.text("settings.models.address"),
                                address,
                                () -> Faults.address(address.getText())),
                        saveAddress),
                Parts.text(Words.text("settings.models.address.detail"), "hint"),
                remove);
        Button toggle = Nodes.button("", () -> form.more().set(!form.more().get()), "flat", "small");
        form.more().subscribe(shown -> {
            Nodes.show(rest, shown);
            toggle.setText(Words.text(shown ? "settings.less" : "settings.models.more"));
            toggle.setGraphic((shown ? Icon.CHEVRON_DOWN : Icon.CHEVRON_RIGHT).node(12));
        });
        return new VBox(8, toggle, rest);
    }

    private static Node withButton(VBox field, Button button) {
        button.setMinWidth(USE_PREF_SIZE);
        return Parts.fields(field, new VBox(5, Nodes.label(" ", "field-label"), button));
    }

    private static String tokens(int count) {
        return count >= 1_000_000
                ? Words.text("settings.models.millionTokens", String.format(Locale.ROOT, "%.3g", count / 1e6))
                : Words.text("settings.models.thousandTokens", count / 1_000);
    }

    private static String price(Price price) {
        return Words.text("settings.models.price", amount(price.input()), amount(price.output()));
    }

    private static String amount(double dollars) {
        return dollars == Math.rint(dollars)
                ? String.format(Locale.ROOT, "$%.0f", dollars)
                : String.format(Locale.ROOT, "$%.2f", dollars);
    }
}
