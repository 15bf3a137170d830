package dev.slipway.sandbox;

import dev.slipway.host.HostCall;
import dev.slipway.host.HostFacts;
import dev.slipway.host.HostProcess;
import dev.slipway.host.HostResult;
import dev.slipway.host.HostShell;
import dev.slipway.host.HostStream;
import dev.slipway.host.Mark;
import dev.slipway.host.ScriptSet;
import dev.slipway.model.fleet.HostId;
import java.time.Duration;
import java.util.Map;

/// A host that says it has no means of isolation.
record Incapable(HostShell real) implements HostShell {
    @Override
    public HostId id() {
        return real.id();
    }

    @Override
    public String root() {
        return real.root();
    }

    @Override
    public HostFacts facts() {
        return new HostFacts(Map.of("uid", "" + real.facts().uid()));
    }

    @Override
    public HostProcess start(HostCall call) {
        return real.start(call);
    }

    @Override
    public HostResult run(ScriptSet scripts, String script, Duration limit, String... arguments) {
        return real.run(scripts, script, limit, arguments);
    }

    @Override
    public void endGroup(long group) {
        real.endGroup(group);
    }

    @Override
    public HostStream connect(String socket) {
        return real.connect(socket);
    }

    @Override
    public Mark newMark() {
        return real.newMark();
    }
}
