package dev.slipway.tool;

/// A tool call's arguments make no sense; the advice tells the model what would.
final class BadArgumentsException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String advice;

    BadArgumentsException(String advice) {
        super(advice);
        this.advice = advice;
    }

    String advice() {
        return advice;
    }
}
