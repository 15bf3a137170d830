package dev.slipway.control;

import dev.slipway.words.Words;
import java.text.NumberFormat;
import java.util.Currency;

/// Money as people write it.
public final class Amounts {
    private static final double MICRO = 1e6;

    private Amounts() {}

    /// Such as `$1.28`, and `1,28 $` in German.
    public static String dollars(long microUsd) {
        NumberFormat format = NumberFormat.getCurrencyInstance(Words.locale());
        format.setCurrency(Currency.getInstance("USD"));
        format.setMinimumFractionDigits(2);
        format.setMaximumFractionDigits(2);
        return format.format(microUsd / MICRO);
    }
}
