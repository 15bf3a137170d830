package dev.slipway.settings;

import dev.slipway.link.Link;
import dev.slipway.model.wire.AccountCalls;
import dev.slipway.model.wire.AccountCalls.AccessToken;
import dev.slipway.model.wire.AccountCalls.NewToken;
import dev.slipway.words.Words;
import dev.slipway.work.Work;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

/// Who the person is on this server, and the tokens by which they get in.
final class AccountModel {
    private final Link link;
    private final Me me;
    private final Remote<List<AccessToken>> tokens;
    private final Deed deed;
    private final StringProperty name = new SimpleStringProperty("");
    private final StringProperty days = new SimpleStringProperty("");
    private final ObjectProperty<Optional<String>> secret = new SimpleObjectProperty<>(Optional.empty());

    AccountModel(Link link, Work work, Me me) {
        this.link = link;
        this.me = me;
        this.deed = new Deed(work);
        this.tokens = new Remote<>(
                work, () -> link.call(AccountCalls.TOKENS, Map.of()).tokens());
    }

    void load() {
        tokens.load();
    }

    boolean canIssue() {
        return !name.get().isBlank()
                && Faults.line(name.get()).isEmpty()
                && Faults.days(days.get()).isEmpty();
    }

    void issue() {
        String until = days.get().strip();
        NewToken wanted = new NewToken(
                name.get().strip(), until.isEmpty() ? Optional.empty() : Optional.of(Integer.valueOf(until)));
        deed.start(() -> link.call(AccountCalls.ISSUE, Map.of(), wanted), "", made -> {
            secret.set(Optional.of(made.secret()));
            name.set("");
            days.set("");
            load();
        });
    }

    void revoke(AccessToken token) {
        deed.start(
                () -> link.call(AccountCalls.REVOKE, Map.of("token", token.id())),
                Words.text("settings.account.revoked"),
                _ -> load());
    }

    Me me() {
        return me;
    }

    Remote<List<AccessToken>> tokens() {
        return tokens;
    }

    Deed deed() {
        return deed;
    }

    StringProperty name() {
        return name;
    }

    StringProperty days() {
        return days;
    }

    /// The token that was just made.
    ObjectProperty<Optional<String>> secret() {
        return secret;
    }
}
