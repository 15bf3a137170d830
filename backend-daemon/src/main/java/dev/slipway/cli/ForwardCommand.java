package dev.slipway.cli;

import dev.slipway.model.SessionId;
import dev.slipway.model.problem.Problem;
import dev.slipway.model.tunnel.Forward;
import dev.slipway.model.tunnel.Tunnel;
import dev.slipway.model.tunnel.TunnelTarget;
import dev.slipway.model.wire.TunnelCalls;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "forward",
        description = "Let this computer reach what listens in a session's sandbox, until Ctrl-C.",
        footer = {
            "",
            "A port of the sandbox gets the same number here if that is free, or the one after the colon; 0 is any.",
            "An absolute path names a unix socket in the sandbox."
        })
final class ForwardCommand implements Callable<Integer> {
    private final Slipway slipway;

    @Parameters(index = "0", paramLabel = "SESSION", description = "Its id, the beginning or end of it, or `last`.")
    String session = "";

    @Parameters(
            index = "1..*",
            arity = "1..*",
            paramLabel = "PORT[:LOCAL]",
            description = "What to reach, and this computer's port for it.")
    List<String> wishes = List.of();

    ForwardCommand(Slipway slipway) {
        this.slipway = slipway;
    }

    /// What one argument asks for.
    /// @param local 0 for any free port
    record Wish(TunnelTarget target, int local, boolean chosen) {
        static Wish parse(String text) {
            int colon = text.lastIndexOf(':');
            String inside = colon < 0 ? text : text.substring(0, colon);
            TunnelTarget target =
                    inside.startsWith("/") ? new TunnelTarget.UnixSocket(inside) : new TunnelTarget.Port(port(inside));
            if (colon >= 0) {
                return new Wish(target, port(text.substring(colon + 1)), true);
            }
            return new Wish(target, target instanceof TunnelTarget.Port port ? port.number() : 0, false);
        }

        private static int port(String text) {
            if (text.matches("\\d{1,5}") && Integer.parseInt(text) <= 65_535) {
                return Integer.parseInt(text);
            }
            throw Problem.invalid(
                            "malformed-port", "This is not a port", "\"" + text + "\" is no number from 0 to 65535.")
                    .withRemedy("Say for example 3000, 3000:8080 or /tmp/server.sock:0.")
                    .toException();
        }
    }

    @Override
    public Integer call() throws InterruptedException {
        List<Wish> wanted = wishes.stream().map(Wish::parse).toList();
        SessionId id = new SessionChoice(slipway.api()).find(session);
        Console console = slipway.console();
        BlockingQueue<Tunnel.State> states = new LinkedBlockingQueue<>();
        List<Forward> forwards = new ArrayList<>();
        try (Tunnel tunnel = new Tunnel(this::server, TunnelCalls.TUNNEL.formatted(id.value()), this::refusal)) {
            var _ = tunnel.onState(states::add);
            for (Wish wish : wanted) {
                Forward forward = listen(tunnel, wish);
                forwards.add(forward);
                console.line("http://127.0.0.1:" + forward.port() + " leads to " + forward.target() + " of session "
                        + id.value());
            }
            states.add(tunnel.state());
            return follow(states, console);
        } finally {
            forwards.forEach(Forward::close);
        }
    }

    private int follow(BlockingQueue<Tunnel.State> states, Console console) throws InterruptedException {
        boolean lost = false;
        while (true) {
            switch (states.take()) {
                case Tunnel.State.Connecting _ -> {}
                case Tunnel.State.Open _ -> {
                    if (lost) {
                        console.aside("The connection is back.");
                    }
                    lost = false;
                }
                case Tunnel.State.Lost why -> {
                    if (!lost) {
                        console.aside("The connection to Slipway is lost (" + SafeText.line(why.why(), 200)
                                + "); it is tried again.");
                    }
                    lost = true;
                }
                case Tunnel.State.Over over -> throw over.why().toException();
            }
        }
    }

    private Forward listen(Tunnel tunnel, Wish wish) {
        try {
            return Forward.open(tunnel, wish.target(), wish.local(), this::failed);
        } catch (dev.slipway.model.problem.ProblemException e) {
            if (wish.chosen()) {
                throw e;
            }
            return Forward.open(tunnel, wish.target(), 0, this::failed);
        }
    }

    private void failed(Problem problem) {
        slipway.console().aside(SafeText.line(problem.title() + ": " + problem.detail(), 300));
    }

    private Tunnel.Server server() {
        ServerAddress address = slipway.address();
        return new Tunnel.Server(address.url(), address.token());
    }

    private Problem refusal(int status, String body) {
        return Api.problemOf(slipway.address(), status, body).problem();
    }
}
