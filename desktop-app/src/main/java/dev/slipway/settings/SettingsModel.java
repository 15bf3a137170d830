package dev.slipway.settings;

import dev.slipway.command.Commands;
import dev.slipway.link.Link;
import dev.slipway.work.Work;
import java.time.InstantSource;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

/// The settings of one server and of this computer. Lives as long as the server's window does, so what was
/// begun in a
/// form is there again when the person comes back.
public final class SettingsModel {
    private final Me me;
    private final ModelsModel models;
    private final RepositoriesModel repositories;
    private final PeopleModel people;
    private final HostsModel hosts;
    private final AccountModel account;
    private final ServersModel servers;
    private final Reach around;
    private final Commands commands;
    private final InstantSource clock;
    private final String server;
    private final ObjectProperty<Section> section = new SimpleObjectProperty<>(Section.MODELS);
    private final StringProperty words = new SimpleStringProperty("");
    private final BooleanProperty noModel = new SimpleBooleanProperty();

    /// @param commands whose keys can be changed
    public SettingsModel(Link link, Work work, InstantSource clock, Reach around, Commands commands) {
        this.around = around;
        this.commands = commands;
        this.clock = clock;
        this.server = link.server().name();
        me = new Me(link, work);
        models = new ModelsModel(link, work, me);
        repositories = new RepositoriesModel(link, work, me, clock);
        people = new PeopleModel(link, work, me);
        hosts = new HostsModel(link, work, me);
        account = new AccountModel(link, work, me);
        servers = new ServersModel(around, work, clock, link.server().address());
        models.list().value().subscribe(list -> noModel.set(list.isPresent() && !models.hasRealModel()));
    }

    /// Opens the page that a link names, and asks the server what is new about it.
    /// @param path such as `models`; the first page for what is none
    public void open(String path) {
        section.set(Section.of(path));
        me.user().load();
        switch (section.get()) {
            case MODELS -> models.load();
            case REPOSITORIES -> repositories.load();
            case PEOPLE -> people.load();
            case HOST -> hosts.load();
            case ACCOUNT -> account.load();
            case SERVERS -> servers.load();
            case APPEARANCE, NOTIFICATIONS, KEYS -> {
                // Nothing of these is on the server.
            }
        }
    }

    /// Looks whether there is a model to work with.
    public void lookForModel() {
        models.load();
    }

    /// Whether the server has no model but the scripted rehearsal, as far as is known.
    public BooleanProperty noModel() {
        return noModel;
    }

    ObjectProperty<Section> section() {
        return section;
    }

    /// What the person looks for among the settings.
    StringProperty words() {
        return words;
    }

    String server() {
        return server;
    }

    ModelsModel models() {
        return models;
    }

    RepositoriesModel repositories() {
        return repositories;
    }

    PeopleModel people() {
        return people;
    }

    HostsModel hosts() {
        return hosts;
    }

    AccountModel account() {
        return account;
    }

    ServersModel servers() {
        return servers;
    }

    Reach around() {
        return around;
    }

    Commands commands() {
        return commands;
    }

    InstantSource clock() {
        return clock;
    }
}
