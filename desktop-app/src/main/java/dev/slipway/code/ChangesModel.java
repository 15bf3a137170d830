package dev.slipway.code;

import dev.slipway.model.code.Diff;
import dev.slipway.model.code.FileChange;
import dev.slipway.model.code.FileContent;
import dev.slipway.model.code.Side;
import dev.slipway.model.forge.Review;
import dev.slipway.model.problem.Problem;
import dev.slipway.model.problem.ProblemException;
import dev.slipway.model.wire.PullRequestCalls.NewLineComment;
import dev.slipway.text.DiffLine;
import dev.slipway.work.Work;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import javafx.animation.PauseTransition;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.util.Duration;

/// A change to read: its files, which of them is open, how it is laid out, and what is said of its lines.
public final class ChangesModel {
    /// While an agent works, a change is asked for so often at most.
    private static final Duration REFRESH = Duration.seconds(2);
    /// Lines that show around one that is looked for.
    private static final int AROUND = 10;

    /// A line of a file.
    /// @param line as the file is now, from 1; 0 for its beginning
    record Place(String path, int line) {
        /// As people and agents write it: the last parts of a path are enough.
        boolean isIn(FileChange change) {
            return change.path().equals(path) || change.path().endsWith("/" + path);
        }
    }

    private final ChangeSource source;
    private final Work work;
    private final ObjectProperty<Optional<Asking>> agent = new SimpleObjectProperty<>(Optional.empty());
    private final IntegerProperty pendingCount = new SimpleIntegerProperty();
    private final Viewed viewed;
    private final DraftReview review;
    private final ObjectProperty<Optional<Diff>> diff = new SimpleObjectProperty<>(Optional.empty());
    private final ObjectProperty<Optional<FileView>> file = new SimpleObjectProperty<>(Optional.empty());
    private final ObjectProperty<List<Remark>> remarks = new SimpleObjectProperty<>(List.of());
    private final ObjectProperty<Optional<Remark.Anchor>> writing = new SimpleObjectProperty<>(Optional.empty());
    private final ObjectProperty<List<Rows.Shown>> shown = new SimpleObjectProperty<>(List.of());
    private final BooleanProperty sideBySide = new SimpleBooleanProperty();
    private final BooleanProperty hideWhiteSpace = new SimpleBooleanProperty();
    private final StringProperty filter = new SimpleStringProperty("");
    private final StringProperty told = new SimpleStringProperty("");
    private final BooleanProperty sending = new SimpleBooleanProperty();
    private final ObjectProperty<Optional<Problem>> problem = new SimpleObjectProperty<>(Optional.empty());
    private final PauseTransition soon = new PauseTransition(REFRESH);
    private final boolean reviews;
    private List<Remark> said = List.of();
    private final ObjectProperty<Optional<Place>> sought = new SimpleObjectProperty<>(Optional.empty());
    private Optional<Place> wanted = Optional.empty();
    private boolean loading;
    private boolean again;
    /// Which file was asked for last: what comes of an earlier one is not shown any more.
    private int asked;
    /// Whether that is a file which this session does not change.
    private boolean visiting;

    /// @param agent   takes prompts; empty where nobody would answer
    /// @param reviews whether comments can also go out with a review
    public ChangesModel(
            ChangeSource source, Shelf shelf, Work work, InstantSource clock, Optional<Asking> agent, boolean reviews) {
        this.source = source;
        this.work = work;
        this.agent.set(agent);
        this.reviews = reviews;
        this.viewed = new Viewed(shelf);
        this.review = new DraftReview(shelf, clock);
        soon.setOnFinished(_ -> load());
        remarks.set(review.remarks());
        pendingCount.set(review.remarks().size());
    }

    /// Asks for the change as it is now.
    public void load() {
        if (loading) {
            again = true;
            return;
        }
        loading = true;
        work.start(
                source::diff,
                now -> {
                    loaded();
                    show(now);
                },
                why -> {
                    loaded();
                    problem.set(Optional.of(why));
                });
    }

    /// Asks for it again soon, as something may have changed.
    public void refreshSoon() {
        if (soon.getStatus() != javafx.animation.Animation.Status.RUNNING) {
            soon.playFromStart();
        }
    }

    /// Opens a file at a line, now or once the change is there; also a file that is not changed.
    /// @param line as the file is now, from 1; 0 for its beginning
    public void want(String path, int line) {
        wanted = Optional.of(new Place(path, line));
        diff.get().ifPresent(this::show);
    }

    /// The line of the open file that is to be shown, until it is.
    ObjectProperty<Optional<Place>> sought() {
        return sought;
    }

    /// Whether a line can't be shown before more of the file is here.
    boolean awaits(Place place) {
        return file.get()
                .filter(view -> view.after().isEmpty() && view.change().patch().isPresent())
                .map(_ -> rows().stream().noneMatch(row -> row.isAt(place.line())))
                .orElse(false);
    }

    /// Who takes prompts, once that is known.
    public void agentIs(Optional<Asking> asked) {
        boolean other = asked.isPresent() != agent.get().isPresent();
        agent.set(asked);
        if (other) {
            remarks.set(List.copyOf(new ArrayList<>(remarks.get())));
        }
    }

    /// How many comments wait.
    public ReadOnlyIntegerProperty pendingCount() {
        return pendingCount;
    }

    /// Shows what was said in reviews beside the lines.
    public void showReviews(List<Review> all) {
        List<Remark> now = new ArrayList<>();
        for (Review one : all) {
            one.comments()
                    .forEach(comment -> now.add(new Remark(
                            0,
                            new Remark.Anchor(
                                    comment.path(), comment.side(), comment.from(), comment.to(), comment.code()),
                            comment.body(),
                            Optional.of(one.author()),
                            one.at(),
                            false)));
        }
        if (!now.equals(said)) {
            said = now;
            remarked();
        }
    }

    /// The comments that were written and not sent.
    public List<NewLineComment> pending() {
        return review.comments();
    }

    /// They are sent.
    public void clearPending() {
        review.clear();
        remarked();
    }

    private void loaded() {
        loading = false;
        if (again) {
            again = false;
            refreshSoon();
        }
    }

    private void show(Diff now) {
        problem.set(Optional.empty());
        boolean other = !diff.get().equals(Optional.of(now));
        if (other) {
            diff.set(Optional.of(now));
        }
        Optional<Place> place = wanted;
        wanted = Optional.empty();
        if (place.isPresent()) {
            goTo(place.get(), now);
            return;
        }
        if (visiting) {
            return;
        }
        Optional<String> open = file.get().map(view -> view.change().path());
        Optional<FileChange> next = now.files().stream()
                .filter(change -> open.filter(change.path()::equals).isPresent())
                .findFirst()
                .or(() -> FileTree.inOrder(now.files()).stream().findFirst());
        if (next.isEmpty()) {
            file.set(Optional.empty());
        } else {
            open(next.get());
        }
    }

    private void goTo(Place place, Diff now) {
        Optional<FileChange> changed = now.files().stream().filter(place::isIn).findFirst();
        String path = changed.map(FileChange::path).orElse(place.path());
        sought.set(Optional.of(new Place(path, place.line())).filter(it -> it.line() > 0));
        changed.ifPresentOrElse(this::open, () -> openUnchanged(path));
        seek();
    }

    private void openUnchanged(String path) {
        shown.set(List.of());
        writing.set(Optional.empty());
        int turn = ++asked;
        visiting = true;
        work.start(
                () -> FileView.unchanged(source.file(path, Side.AFTER)),
                view -> {
                    if (turn == asked) {
                        problem.set(Optional.empty());
                        opened(view);
                    }
                },
                why -> {
                    if (turn != asked) {
                        return;
                    }
                    visiting = file.get().filter(FileView::unchanged).isPresent();
                    sought.set(Optional.empty());
                    problem.set(Optional.of(why));
                    if (file.get().isEmpty()) {
                        diff.get().ifPresent(this::show);
                    }
                });
    }

    /// Shows the line that is looked for, if it is one of those that are hidden.
    private void seek() {
        sought.get()
                .filter(place -> file.get()
                        .filter(view -> view.change().path().equals(place.path()))
                        .isPresent())
                .filter(place -> rows().stream().noneMatch(row -> row.isAt(place.line())))
                .ifPresent(place -> show(new Rows.Shown(Math.max(1, place.line() - AROUND), place.line() + AROUND)));
    }

    /// Opens a file; one that is open already and has not changed stays as it is.
    void open(FileChange change) {
        int turn = ++asked;
        visiting = false;
        Optional<FileView> before = file.get();
        if (before.filter(view -> view.change().equals(change) && change.patch().isPresent())
                .isPresent()) {
            return;
        }
        if (before.filter(view -> view.change().path().equals(change.path())).isEmpty()) {
            shown.set(List.of());
            writing.set(Optional.empty());
        }
        work.start(
                () -> FileView.of(change),
                view -> {
                    if (turn != asked) {
                        return;
                    }
                    opened(view);
                    if (view.wantsWhole()) {
                        whole();
                    } else if (!shown.get().isEmpty()) {
                        whole();
                    }
                },
                why -> problem.set(Optional.of(why)));
    }

    private void opened(FileView view) {
        boolean other =
                file.get().map(FileView::change).filter(view.change()::equals).isEmpty();
        file.set(Optional.of(view));
        remarked();
        if (other) {
            seek();
        }
    }

    /// Fetches both sides of the open file, and computes its difference where it was left out.
    void whole() {
        file.get().filter(view -> view.after().isEmpty()).ifPresent(view -> {
            FileChange change = view.change();
            work.start(
                    () -> wholeOf(view),
                    now -> {
                        if (file.get().map(FileView::change).equals(Optional.of(change))) {
                            opened(now);
                        }
                    },
                    why -> problem.set(Optional.of(why)));
        });
    }

    private FileView wholeOf(FileView view) {
        FileChange change = view.change();
        boolean computes = change.patch().isEmpty() || view.picture();
        Optional<FileContent> before = change.kind() == FileChange.Kind.ADDED || !computes
                ? Optional.empty()
                : content(change.oldPath().orElse(change.path()), Side.BEFORE);
        Optional<FileContent> after = change.kind() == FileChange.Kind.DELETED
                ? Optional.of(new FileContent(change.path(), 0, Optional.of(""), Optional.empty()))
                : content(change.path(), Side.AFTER);
        Optional<FileDiff> known = view.diff();
        boolean texts = before.flatMap(FileContent::base64).isEmpty()
                && after.flatMap(FileContent::base64).isEmpty();
        if (known.isEmpty() && texts && !view.picture()) {
            known = Optional.of(FileDiff.ofTexts(lines(before), lines(after)));
        }
        return new FileView(change, known, before, after);
    }

    private Optional<FileContent> content(String path, Side side) {
        try {
            return Optional.of(source.file(path, side));
        } catch (ProblemException e) {
            if (e.problem().kind() == Problem.Kind.UNKNOWN) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static List<String> lines(Optional<FileContent> content) {
        return content.flatMap(FileContent::text).map(FileView::lines).orElse(List.of());
    }

    /// Shows hidden lines.
    void show(Rows.Shown lines) {
        List<Rows.Shown> more = new ArrayList<>(shown.get());
        more.add(lines);
        shown.set(more);
        whole();
    }

    /// The rows of the open file.
    List<Row> rows() {
        return file.get()
                .flatMap(view -> view.diff().map(lines -> {
                    FileDiff diffed = hideWhiteSpace.get() ? lines.withoutWhiteSpace() : lines;
                    boolean once = view.change().kind() == FileChange.Kind.ADDED
                            || view.change().kind() == FileChange.Kind.DELETED;
                    Optional<List<String>> text = once ? Optional.of(List.of()) : view.whole();
                    return new Rows(diffed, text, shown.get(), sideBySide.get())
                            .lay(remarksOf(view.change().path()), writing.get());
                }))
                .orElse(List.of());
    }

    private List<Remark> remarksOf(String path) {
        return remarks.get().stream()
                .filter(remark -> remark.anchor().path().equals(path))
                .toList();
    }

    /// How many remarks a file has.
    int remarks(String path) {
        return remarksOf(path).size();
    }

    /// Anchors are looked for in the open file: lines that moved take their remarks with them.
    private void remarked() {
        List<Remark> all = new ArrayList<>(said);
        all.addAll(review.remarks());
        Optional<FileView> open = file.get();
        Optional<FileDiff> lines = open.flatMap(FileView::diff);
        boolean concerned = open.isPresent()
                && all.stream()
                        .anyMatch(remark -> remark.anchor()
                                .path()
                                .equals(open.get().change().path()));
        if (concerned && lines.isPresent()) {
            Anchoring anchoring = new Anchoring(lines.get(), open.get().whole());
            all.replaceAll(remark ->
                    remark.anchor().path().equals(open.get().change().path()) ? anchoring.place(remark) : remark);
            all.stream().filter(Remark::draft).forEach(review::moved);
        }
        if (!all.equals(remarks.get())) {
            remarks.set(List.copyOf(all));
        }
        pendingCount.set(review.remarks().size());
    }

    /// Begins to write about some lines, given as rows.
    void write(List<Row.Code> rows) {
        file.get().ifPresent(view -> anchor(view.change().path(), rows).ifPresent(at -> writing.set(Optional.of(at))));
    }

    private static Optional<Remark.Anchor> anchor(String path, List<Row.Code> rows) {
        boolean now = rows.stream().anyMatch(row -> row.number(Side.AFTER) > 0);
        Side side = now ? Side.AFTER : Side.BEFORE;
        List<Row.Code> there = rows.stream().filter(row -> row.number(side) > 0).toList();
        if (there.isEmpty()) {
            return Optional.empty();
        }
        String code = there.stream()
                .map(row -> (now ? row.right().or(row::left) : row.left())
                        .map(DiffLine::text)
                        .orElse(""))
                .collect(Collectors.joining("\n"));
        return Optional.of(new Remark.Anchor(
                path, side, there.getFirst().number(side), there.getLast().number(side), code));
    }

    /// Keeps what was written for the review.
    void keep(Remark.Anchor anchor, String words) {
        if (!words.isBlank()) {
            review.add(anchor, words);
        }
        writing.set(Optional.empty());
        remarked();
    }

    void stopWriting() {
        writing.set(Optional.empty());
    }

    void remove(Remark draft) {
        review.remove(draft.id());
        remarked();
    }

    /// Takes a draft up again.
    void rewrite(Remark draft) {
        unfinished.put(draft.anchor(), draft.words());
        review.remove(draft.id());
        writing.set(Optional.of(draft.anchor()));
        remarked();
    }

    private final Map<Remark.Anchor, String> unfinished = new HashMap<>();

    /// What was begun at a place.
    String begun(Remark.Anchor anchor) {
        return unfinished.getOrDefault(anchor, "");
    }

    void begun(Remark.Anchor anchor, String words) {
        unfinished.put(anchor, words);
    }

    /// Asks the agent one thing now.
    void ask(Remark.Anchor anchor, String words) {
        if (words.isBlank()) {
            return;
        }
        Remark one = new Remark(0, anchor, words, Optional.empty(), java.time.Instant.EPOCH, false);
        send(one.prompt(), () -> writing.set(Optional.empty()));
    }

    /// Sends all drafts to the agent as one prompt.
    void askAll(String introduction) {
        List<Remark> drafts = review.remarks();
        if (!drafts.isEmpty()) {
            String prompt = introduction + "\n\n"
                    + drafts.stream().map(Remark::prompt).collect(Collectors.joining("\n\n---\n\n"));
            send(prompt, this::clearPending);
        }
    }

    /// Sends one remark of somebody to the agent.
    void ask(Remark remark) {
        send(remark.author().map(author -> author.name() + ": ").orElse("") + remark.prompt(), () -> {});
    }

    private void send(String prompt, Runnable then) {
        agent.get().ifPresent(session -> {
            sending.set(true);
            told.set("");
            work.start(
                    () -> {
                        session.ask(prompt);
                        return prompt;
                    },
                    _ -> {
                        sending.set(false);
                        told.set("sent");
                        then.run();
                    },
                    why -> {
                        sending.set(false);
                        problem.set(Optional.of(why));
                    });
        });
    }

    /// The files that the filter lets through, in the order of the tree.
    List<FileChange> filtered() {
        String words = filter.get().strip().toLowerCase(java.util.Locale.ROOT);
        return diff.get().map(Diff::files).orElse(List.of()).stream()
                .filter(change -> words.isEmpty()
                        || change.path().toLowerCase(java.util.Locale.ROOT).contains(words))
                .toList();
    }

    /// Opens the next file in the order of the tree, or the one before.
    boolean step(int by) {
        List<FileChange> files = FileTree.inOrder(filtered());
        int at = file.get()
                .map(FileView::change)
                .map(change -> index(files, change))
                .orElse(-1);
        int next = at + by;
        if (next < 0 || next >= files.size()) {
            return false;
        }
        open(files.get(next));
        return true;
    }

    private static int index(List<FileChange> files, FileChange wanted) {
        for (int i = 0; i < files.size(); i++) {
            if (files.get(i).path().equals(wanted.path())) {
                return i;
            }
        }
        return -1;
    }

    boolean isViewed(FileChange change) {
        return viewed.holds(change);
    }

    void view(FileChange change, boolean seen) {
        viewed.mark(change, seen);
    }

    Viewed viewed() {
        return viewed;
    }

    boolean asksAgent() {
        return agent.get().isPresent();
    }

    boolean takesComments() {
        return agent.get().isPresent() || reviews;
    }

    boolean reviews() {
        return reviews;
    }

    ObjectProperty<Optional<Asking>> agent() {
        return agent;
    }

    ObjectProperty<Optional<Diff>> diff() {
        return diff;
    }

    ObjectProperty<Optional<FileView>> file() {
        return file;
    }

    ObjectProperty<List<Remark>> remarks() {
        return remarks;
    }

    ObjectProperty<Optional<Remark.Anchor>> writing() {
        return writing;
    }

    ObjectProperty<List<Rows.Shown>> shown() {
        return shown;
    }

    BooleanProperty sideBySide() {
        return sideBySide;
    }

    BooleanProperty hideWhiteSpace() {
        return hideWhiteSpace;
    }

    StringProperty filter() {
        return filter;
    }

    /// `sent` after a prompt went out, else empty.
    StringProperty told() {
        return told;
    }

    BooleanProperty sending() {
        return sending;
    }

    ObjectProperty<Optional<Problem>> problem() {
        return problem;
    }
}
