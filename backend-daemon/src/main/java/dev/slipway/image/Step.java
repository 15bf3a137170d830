package dev.slipway.image;

import java.util.List;
import java.util.Optional;

/// What is done in a sandbox at one point of a build or a session's start.
/// @param commands run at the same time; the step is done when all are
/// @param tool     the program that it needs: where the host has none, the step is left out; empty if it always runs
public record Step(Phase phase, List<Command> commands, Optional<String> tool) {
    public Step {
        commands = List.copyOf(commands);
    }

    /// Where in a build, or after it, a step has its place. The first four names are those of the development
    /// container specification (containers.dev).
    public enum Phase {
        /// Once, when an image is not made from an earlier one.
        ON_CREATE("onCreateCommand"),
        /// Each time that files may have changed.
        UPDATE_CONTENT("updateContentCommand"),
        POST_CREATE("postCreateCommand"),
        /// At the start of each session, not in a build.
        POST_START("postStartCommand"),
        SET_UP("set-up"),
        BUILD("build"),
        TEST("test");

        private final String words;

        Phase(String words) {
            this.words = words;
        }

        public String words() {
            return words;
        }
    }

    /// @param name  as its definition calls it; empty where it has no name
    /// @param words program and arguments
    public record Command(String name, List<String> words) {
        public Command {
            words = List.copyOf(words);
        }

        /// A line for a shell.
        static Command shell(String line) {
            return new Command("", List.of("/bin/sh", "-c", line));
        }

        Command named(String other) {
            return new Command(other, words);
        }

        /// As a person would write it.
        public String line() {
            return words.size() == 3
                            && words.getFirst().equals("/bin/sh")
                            && words.get(1).equals("-c")
                    ? words.getLast()
                    : String.join(" ", words);
        }
    }
}
