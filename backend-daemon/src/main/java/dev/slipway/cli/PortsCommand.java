package dev.slipway.cli;

import dev.slipway.model.SessionId;
import dev.slipway.model.tunnel.ListeningPort;
import dev.slipway.model.wire.TunnelCalls;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "ports", description = "Show on which ports programs in a session's sandbox listen.")
final class PortsCommand implements Callable<Integer> {
    private final Slipway slipway;

    @Parameters(paramLabel = "SESSION", description = "Its id, the beginning or end of it, or `last`.")
    String session = "";

    PortsCommand(Slipway slipway) {
        this.slipway = slipway;
    }

    @Override
    public Integer call() throws InterruptedException {
        SessionId id = new SessionChoice(slipway.api()).find(session);
        var answer = slipway.api().call(TunnelCalls.PORTS, id.value()).send();
        if (slipway.printedAsJson(answer)) {
            return ExitCode.OK;
        }
        TunnelCalls.Ports ports = answer.value();
        Console console = slipway.console();
        for (ListeningPort port : ports.ports()) {
            console.line("%5d  %s"
                    .formatted(
                            port.port(), SafeText.line(port.program().orElse("(a program that can't be seen)"), 60)));
        }
        if (ports.ports().isEmpty()) {
            console.line("Nothing listens.");
        } else {
            console.aside("slipway forward " + id.value() + " "
                    + ports.ports().getFirst().port() + " brings one to this computer.");
        }
        ports.holders().forEach(holder -> console.aside(SafeText.line(holder.who() + " " + holder.what(), 200)));
        return ExitCode.OK;
    }
}
