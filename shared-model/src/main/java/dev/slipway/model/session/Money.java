package dev.slipway.model.session;

import java.util.Locale;

/// An amount of US dollars, in millionths of a dollar.
public record Money(long microUsd) {
    public static final Money ZERO = new Money(0);

    public Money plus(Money other) {
        return new Money(microUsd + other.microUsd);
    }

    /// For people: `$0.0132`, `$4.20`.
    @Override
    public String toString() {
        return String.format(Locale.ROOT, microUsd < 1_000_000 ? "$%.4f" : "$%.2f", microUsd / 1e6);
    }
}
