package dev.slipway.code;

/// Puts a prompt into the queue of the session whose work a change is. Blocks; not for a window's thread.
@FunctionalInterface
public interface Asking {
    void ask(String prompt);
}
