package dev.slipway.model.session;

/// What model calls cost.
/// @param known    the sum of the calls whose price is known
/// @param complete whether that is all of them: false where a model has no known price
public record Cost(Money known, boolean complete) {
    public static final Cost NONE = new Cost(Money.ZERO, true);

    public Cost plus(Cost other) {
        return new Cost(known.plus(other.known), complete && other.complete);
    }
}
