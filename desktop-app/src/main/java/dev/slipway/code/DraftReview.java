package dev.slipway.code;

import dev.slipway.model.forge.Review;
import dev.slipway.model.problem.ProblemException;
import dev.slipway.model.wire.Json;
import dev.slipway.model.wire.PullRequestCalls.NewLineComment;
import dev.slipway.model.wire.PullRequestCalls.NewReview;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Comments that a person has written and not sent. They outlive the window.
final class DraftReview {
    private static final String KEPT = "review";

    private final Shelf shelf;
    private final InstantSource clock;
    private final List<Remark> drafts = new ArrayList<>();
    private int next = 1;

    DraftReview(Shelf shelf, InstantSource clock) {
        this.shelf = shelf;
        this.clock = clock;
        shelf.read(KEPT).ifPresent(this::read);
    }

    private void read(String json) {
        try {
            Json.read(json, NewReview.class)
                    .comments()
                    .forEach(comment -> drafts.add(draft(
                            new Remark.Anchor(
                                    comment.path(), comment.side(), comment.from(), comment.to(), comment.code()),
                            comment.body())));
        } catch (ProblemException e) {
            // What another version kept in another form is no use to anyone.
            shelf.write(KEPT, "");
        }
    }

    List<Remark> remarks() {
        return List.copyOf(drafts);
    }

    List<NewLineComment> comments() {
        return drafts.stream()
                .map(draft -> new NewLineComment(
                        draft.anchor().path(),
                        draft.anchor().side(),
                        draft.anchor().from(),
                        draft.anchor().to(),
                        draft.anchor().code(),
                        draft.words()))
                .toList();
    }

    void add(Remark.Anchor anchor, String words) {
        drafts.add(draft(anchor, words));
        write();
    }

    /// A draft's lines stand elsewhere now, or are gone.
    void moved(Remark now) {
        drafts.replaceAll(draft -> draft.id() == now.id() ? now : draft);
    }

    void remove(int id) {
        drafts.removeIf(draft -> draft.id() == id);
        write();
    }

    void clear() {
        drafts.clear();
        write();
    }

    private Remark draft(Remark.Anchor anchor, String words) {
        return new Remark(next++, anchor, words, Optional.empty(), clock.instant(), false);
    }

    private void write() {
        shelf.write(
                KEPT,
                drafts.isEmpty()
                        ? ""
                        : Json.write(new NewReview(Review.Verdict.COMMENT, Optional.empty(), comments())));
    }
}
