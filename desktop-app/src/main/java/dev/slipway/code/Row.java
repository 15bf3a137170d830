package dev.slipway.code;

import dev.slipway.model.code.Side;
import dev.slipway.text.DiffLine;
import java.util.Optional;

/// A row of a difference as it is shown.
sealed interface Row {
    /// Whether it is that line of what is there now.
    default boolean isAt(int line) {
        return this instanceof Code code && code.number(Side.AFTER) == line;
    }

    /// A line, or two that stand beside one another.
    /// @param left    what was there; in a unified view the only one
    /// @param right   what is there now; empty in a unified view
    /// @param partner the line that this one replaces or is replaced by
    record Code(Optional<DiffLine> left, Optional<DiffLine> right, Optional<DiffLine> partner) implements Row {
        /// Its number on one side; 0 when it is not there.
        int number(Side side) {
            Optional<DiffLine> line = side == Side.BEFORE ? left : right.or(this::left);
            return line.map(there -> side == Side.BEFORE ? there.oldNumber() : there.newNumber())
                    .orElse(0);
        }

        boolean changed() {
            return is(left) || is(right);
        }

        private static boolean is(Optional<DiffLine> line) {
            return line.filter(there -> there.kind() == DiffLine.Kind.ADDED || there.kind() == DiffLine.Kind.REMOVED)
                    .isPresent();
        }
    }

    /// Lines that both sides have and that are not shown.
    /// @param from  the first of them, counted in what is there now
    /// @param count how many; -1 for all to the end of the file, as long as nobody knows how many
    /// @param old   what to add to a number of now for that of before
    record Gap(int from, int count, int old, String title) implements Row {}

    /// What somebody says of the line above.
    record Said(Remark remark) implements Row {}

    /// The person writes about the line above.
    record Writing(Remark.Anchor anchor) implements Row {}
}
