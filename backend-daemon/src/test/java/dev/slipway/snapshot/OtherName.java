package dev.slipway.snapshot;

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

/// A directory of this machine as if it were another host.
record OtherName(HostShell real, HostId id) implements HostShell {
    @Override
    public String root() {
        return real.root();
    }

    @Override
    public HostFacts facts() {
        return real.facts();
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
