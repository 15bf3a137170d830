package dev.slipway.sandbox;

/// The process on the host that keeps a sandbox's namespaces alive.
/// @param pid   its process id; 0 when there is none
/// @param start when it started, in clock ticks since the host did: tells it from a later process of the same
///     id
record Keeper(long pid, long start) {
    static final Keeper NONE = new Keeper(0, 0);

    static Keeper parse(String line) {
        String[] words = line.strip().split(" ", -1);
        if (words.length != 2) {
            throw new IllegalArgumentException("not a keeper: " + line);
        }
        return new Keeper(Long.parseLong(words[0]), Long.parseLong(words[1]));
    }

    boolean alive() {
        return pid != 0;
    }
}
