package dev.slipway.desktop;

import dev.slipway.command.Command;
import dev.slipway.link.Server;
import dev.slipway.login.KnownServers;
import dev.slipway.theme.Icon;
import dev.slipway.window.QuestionView;
import dev.slipway.words.Words;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a person can choose where servers are shown: another one, one more, and what to do with one.
final class ServerChoices {
    private final Servers servers;
    private final KnownServers known;
    private final QuestionView question;
    private final Optional<Server> visit;

    /// @param visit the server of a window that is there for this one, which can't be forgotten
    ServerChoices(Servers servers, KnownServers known, QuestionView question, Optional<Server> visit) {
        this.servers = servers;
        this.known = known;
        this.question = question;
        this.visit = visit;
    }

    /// What there is beside the server that shows.
    List<Command> beside(URI address) {
        List<Command> all = new ArrayList<>();
        for (Server server : servers.known()) {
            if (!server.address().equals(address)) {
                all.add(Command.place(
                        Icon.SERVER,
                        Words.text("command.server", server.name()),
                        server.address().getAuthority(),
                        () -> servers.show(server.address())));
            }
        }
        all.add(Command.place(Icon.PLUS, Words.text("rail.add"), "", servers::add));
        all.addAll(about(address));
        return all;
    }

    /// What can be done with a server.
    List<Command> about(URI address) {
        List<Command> all = new ArrayList<>();
        servers.known().stream()
                .filter(server -> server.address().equals(address) && !visit.equals(Optional.of(server)))
                .findFirst()
                .ifPresent(server -> {
                    if (servers.refuses(server)) {
                        all.add(Command.place(
                                Icon.SERVER,
                                Words.text("command.signIn", server.name()),
                                "",
                                () -> servers.signIn(server, Words.text("login.refused", server.name()))));
                    }
                    if (KnownServers.signedIn(server) && !known.isLocal(server)) {
                        all.add(Command.place(
                                Icon.SIGN_OUT,
                                Words.text("command.signOut", server.name()),
                                "",
                                () -> servers.signOut(server)));
                    }
                    all.add(Command.place(
                            Icon.TRASH, Words.text("command.forget", server.name()), "", () -> askToForget(server)));
                });
        return all;
    }

    private void askToForget(Server server) {
        question.ask(
                Words.text("forget.title", server.name()),
                Words.text("forget.detail"),
                List.of(
                        new QuestionView.Answer(Words.text("forget.do"), "danger"),
                        new QuestionView.Answer(Words.text("forget.not"), "")),
                Optional.empty(),
                (answer, _) -> {
                    if (answer == 0) {
                        servers.forgetForGood(server);
                    }
                },
                () -> {});
    }
}
