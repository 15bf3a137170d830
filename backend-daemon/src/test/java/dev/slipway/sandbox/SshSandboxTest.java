package dev.slipway.sandbox;

import java.io.IOException;

/// On a machine that is reached over SSH: a sandbox there does all that one here does.
class SshSandboxTest extends IsolatedContract {
    @Override
    Box open() throws IOException, InterruptedException {
        return Box.overSsh();
    }
}
