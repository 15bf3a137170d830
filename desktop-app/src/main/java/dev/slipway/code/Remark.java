package dev.slipway.code;

import dev.slipway.model.account.Author;
import dev.slipway.model.code.Side;
import java.time.Instant;
import java.util.Optional;

/// A comment on lines of a file: a draft of this person, or what somebody said in a review.
/// @param author empty for a draft, which has an `id`
/// @param old    whether its lines are gone or read otherwise now
record Remark(int id, Anchor anchor, String words, Optional<Author> author, Instant at, boolean old) {
    /// Where it stands.
    /// @param code the lines as they were when it was written
    record Anchor(String path, Side side, int from, int to, String code) {
        String lines() {
            return from == to ? String.valueOf(from) : from + "–" + to;
        }
    }

    Remark at(Anchor now, boolean gone) {
        return new Remark(id, now, words, author, at, gone);
    }

    boolean draft() {
        return author.isEmpty();
    }

    /// As an agent reads it: place, code, words.
    String prompt() {
        String range = anchor.from() == anchor.to() ? ":" + anchor.from() : ":" + anchor.from() + "-" + anchor.to();
        String where = anchor.path() + range + (anchor.side() == Side.BEFORE ? " (before the change)" : "");
        String quoted = anchor.code().isEmpty() ? "" : "```\n" + anchor.code() + "\n```\n";
        return where + "\n" + quoted + "\n" + words.strip();
    }
}
