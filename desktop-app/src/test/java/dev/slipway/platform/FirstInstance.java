package dev.slipway.platform;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// A process that claims to be the one that runs, and prints what it hears; for [SingleInstanceTest].
final class FirstInstance {
    private FirstInstance() {}

    public static void main(String[] args) throws InterruptedException {
        Optional<SingleInstance> mine = SingleInstance.claim(Path.of(args[0]), args[1], Duration.ofSeconds(20));
        System.out.println(mine.isPresent() ? "first" : "second");
        if (mine.isPresent()) {
            mine.get().serve(message -> System.out.println("heard " + message));
            Thread.currentThread().join();
        }
    }
}
