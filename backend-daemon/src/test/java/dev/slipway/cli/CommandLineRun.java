package dev.slipway.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/// One run of the command line within the test's own process.
record CommandLineRun(int exitCode, String out, String err) {

    static CommandLineRun in(Path directory, Map<String, String> environment, String input, String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Map<String, String> whole = new HashMap<>(environment);
        whole.putIfAbsent("HOME", directory.toString());
        whole.putIfAbsent("SLIPWAY_HOME", directory.resolve("home").toString());
        Surroundings surroundings = new Surroundings(
                whole,
                directory,
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                false);
        int exitCode = Slipway.run(surroundings, args);
        return new CommandLineRun(exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
}
