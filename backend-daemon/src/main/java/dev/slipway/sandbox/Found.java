package dev.slipway.sandbox;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A sandbox that a host has on disk.
/// @param specification empty when it was never finished
record Found(SandboxId id, Keeper keeper, Optional<Specification> specification) {

    /// Reads what `list.sh` prints.
    static List<Found> parse(String output) {
        List<Found> found = new ArrayList<>();
        StringBuilder specification = new StringBuilder();
        List<String> lines = output.lines().toList();
        for (int i = lines.size() - 1; i >= 0; i--) {
            String line = lines.get(i);
            if (line.startsWith("\t")) {
                specification.insert(0, line.substring(1) + "\n");
                continue;
            }
            String[] words = line.split(" ", -1);
            Keeper keeper = new Keeper(Long.parseLong(words[2]), Long.parseLong(words[3]));
            found.addFirst(new Found(new SandboxId(words[1]), keeper, parsed(specification.toString())));
            specification.setLength(0);
        }
        return found;
    }

    private static Optional<Specification> parsed(String text) {
        try {
            return Optional.of(Specification.parse(text));
        } catch (RuntimeException e) {
            // Cut short by a crash while it was written: the sandbox was never handed to anyone.
            return Optional.empty();
        }
    }
}
