package dev.slipway.git;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// A plain directory in the place of a sandbox: the same programs, no isolation.
public record PlainPlace(Path directory) implements GitExec {
    public static PlainPlace in(Path parent) {
        try {
            Files.createDirectories(parent.resolve("workspace"));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return new PlainPlace(parent);
    }

    public Path tree() {
        return directory.resolve("workspace");
    }

    @Override
    public String workspace() {
        return tree().toString();
    }

    @Override
    public String origin() {
        return directory.resolve("origin.git").toString();
    }

    @Override
    public Running start(List<String> command, Map<String, String> environment) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).directory(tree().toFile());
        builder.environment().clear();
        builder.environment().put("PATH", "/usr/local/bin:/usr/bin:/bin");
        builder.environment().putAll(environment);
        Process process = builder.start();
        return new Running() {
            @Override
            public OutputStream stdin() {
                return process.getOutputStream();
            }

            @Override
            public InputStream stdout() {
                return process.getInputStream();
            }

            @Override
            public InputStream stderr() {
                return process.getErrorStream();
            }

            @Override
            public int waitFor() throws InterruptedException {
                return process.waitFor();
            }

            @Override
            public void close() {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        };
    }
}
