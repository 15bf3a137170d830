package dev.slipway.settings;

import dev.slipway.link.Link;
import dev.slipway.model.account.Role;
import dev.slipway.model.account.User;
import dev.slipway.model.account.UserId;
import dev.slipway.model.wire.AccountCalls;
import dev.slipway.model.wire.AccountCalls.NewToken;
import dev.slipway.model.wire.AccountCalls.UserChange;
import dev.slipway.model.wire.ServerCalls;
import dev.slipway.model.wire.ServerCalls.NewUser;
import dev.slipway.words.Words;
import dev.slipway.work.Work;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

/// The people of a server. A token that was made shows until the person puts it away.
final class PeopleModel {
    /// @param whose whom it lets in
    record Issued(String whose, String secret) {
        @Override
        public String toString() {
            return "Issued[" + whose + "]";
        }
    }

    private final Link link;
    private final Me me;
    private final Remote<List<User>> list;
    private final Deed deed;
    private final Deed adding;
    private final StringProperty id = new SimpleStringProperty("");
    private final StringProperty name = new SimpleStringProperty("");
    private final StringProperty email = new SimpleStringProperty("");
    private final ObjectProperty<Role> role = new SimpleObjectProperty<>(Role.MEMBER);
    private final ObjectProperty<Optional<Issued>> issued = new SimpleObjectProperty<>(Optional.empty());

    PeopleModel(Link link, Work work, Me me) {
        this.link = link;
        this.me = me;
        this.deed = new Deed(work);
        this.adding = new Deed(work);
        this.list =
                new Remote<>(work, () -> link.call(ServerCalls.USERS, Map.of()).users());
    }

    void load() {
        list.load();
    }

    boolean isMe(User user) {
        return me.now().filter(mine -> mine.id().equals(user.id())).isPresent();
    }

    String idFault() {
        boolean taken = list.value().get().stream()
                .flatMap(List::stream)
                .anyMatch(user -> user.id().value().equals(id.get().strip()));
        return taken ? Words.text("settings.fault.userTaken") : Faults.user(id.get());
    }

    boolean canAdd() {
        return Stream.of(id, name, email).noneMatch(field -> field.get().isBlank())
                && Stream.of(idFault(), Faults.line(name.get()), Faults.line(email.get()))
                        .allMatch(String::isEmpty);
    }

    void add() {
        NewUser wanted = new NewUser(
                new UserId(id.get().strip()), name.get().strip(), email.get().strip(), Optional.of(role.get()));
        adding.start(() -> link.call(ServerCalls.ADD_USER, Map.of(), wanted), "", made -> {
            issued.set(Optional.of(new Issued(made.user().name(), made.token())));
            Stream.of(id, name, email).forEach(field -> field.set(""));
            role.set(Role.MEMBER);
            load();
        });
    }

    void setRole(User user, Role wanted) {
        UserChange change = new UserChange(Optional.of(wanted), Optional.empty(), Optional.empty());
        deed.start(
                () -> link.call(AccountCalls.CHANGE_USER, at(user), change),
                Words.text("settings.people.roleSaved", user.name(), Words.text("settings.role." + wanted.name())),
                _ -> load());
    }

    void newToken(User user) {
        NewToken wanted = new NewToken(Words.text("settings.people.tokenName"), Optional.empty());
        deed.start(
                () -> link.call(AccountCalls.ISSUE_FOR, at(user), wanted),
                "",
                made -> issued.set(Optional.of(new Issued(user.name(), made.secret()))));
    }

    void remove(User user) {
        deed.start(
                () -> link.call(AccountCalls.REMOVE_USER, at(user)),
                Words.text("settings.people.removed", user.name()),
                _ -> load());
    }

    private static Map<String, String> at(User user) {
        return Map.of("user", user.id().value());
    }

    Me me() {
        return me;
    }

    Remote<List<User>> list() {
        return list;
    }

    Deed deed() {
        return deed;
    }

    Deed adding() {
        return adding;
    }

    StringProperty id() {
        return id;
    }

    StringProperty name() {
        return name;
    }

    StringProperty email() {
        return email;
    }

    ObjectProperty<Role> role() {
        return role;
    }

    ObjectProperty<Optional<Issued>> issued() {
        return issued;
    }
}
