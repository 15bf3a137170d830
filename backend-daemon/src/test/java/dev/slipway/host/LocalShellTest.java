package dev.slipway.host;

import java.nio.file.Path;
import java.util.Random;

class LocalShellTest extends HostShellContract {
    @Override
    HostShell host(Path root) {
        return HostShell.local(root, new Random());
    }
}
