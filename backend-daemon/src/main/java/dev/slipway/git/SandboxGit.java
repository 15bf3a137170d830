package dev.slipway.git;

import dev.slipway.sandbox.ExecSpec;
import dev.slipway.sandbox.Execution;
import dev.slipway.sandbox.Sandbox;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Runs git in a sandbox.
record SandboxGit(Sandbox sandbox) implements GitExec {

    @Override
    public Running start(List<String> command, Map<String, String> environment) {
        return new Program(sandbox.start(new ExecSpec(command, ".", environment, Optional.empty())));
    }

    @Override
    public String workspace() {
        return sandbox.workspace();
    }

    @Override
    public String origin() {
        return Path.of(sandbox.workspace())
                .resolveSibling("home/agent/.slipway/origin.git")
                .toString();
    }

    private static final class Program implements Running {
        private final Execution execution;
        private volatile boolean ended;

        Program(Execution execution) {
            this.execution = execution;
        }

        @Override
        public OutputStream stdin() {
            return execution.stdin();
        }

        @Override
        public InputStream stdout() {
            return execution.stdout();
        }

        @Override
        public InputStream stderr() {
            return execution.stderr();
        }

        @Override
        public int waitFor() throws InterruptedException {
            int code = execution.waitFor().code();
            ended = true;
            return code;
        }

        @Override
        public void close() {
            if (!ended) {
                execution.kill();
            }
        }
    }
}
