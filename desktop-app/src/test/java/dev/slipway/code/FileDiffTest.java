package dev.slipway.code;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.model.code.FileChange;
import dev.slipway.model.code.Side;
import dev.slipway.text.DiffLine;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FileDiffTest {
    private static final String PATCH = """
            diff --git a/run.sh b/run.sh
            old mode 100644
            new mode 100755
            --- a/run.sh
            +++ b/run.sh
            @@ -11,4 +11,5 @@ main
             eleven
            -  twelve
            +    twelve
            +new
             thirteen
             fourteen
            """;

    @Test
    void editsTurnOneTextIntoTheOther() {
        Random random = new Random(7);
        for (int round = 0; round < 300; round++) {
            List<String> a = words(random);
            List<String> b = words(random);
            List<String> made = new ArrayList<>();
            int at = 0;
            for (Alignment.Edit edit : Alignment.of(a, b)) {
                made.addAll(a.subList(at, edit.fromA()));
                made.addAll(b.subList(edit.fromB(), edit.toB()));
                at = edit.toA();
            }
            made.addAll(a.subList(at, a.size()));
            assertThat(made).isEqualTo(b);
        }
    }

    @Test
    void theFewestLinesAreReplaced() {
        assertThat(Alignment.of(List.of("a", "b", "c", "d"), List.of("a", "x", "c", "d", "e")))
                .containsExactly(new Alignment.Edit(1, 2, 1, 2), new Alignment.Edit(4, 4, 4, 5));
    }

    @Test
    void aPatchTellsItsModeAndLines() {
        FileDiff diff = FileDiff.ofPatch(PATCH);
        assertThat(diff.oldMode()).contains("100644");
        assertThat(diff.newMode()).contains("100755");
        assertThat(diff.lines()).hasSize(7);
    }

    @Test
    void changesOfNothingButWhiteSpaceCanBeLeftOut() {
        List<DiffLine> lines = FileDiff.ofPatch(PATCH).withoutWhiteSpace().lines();
        assertThat(lines)
                .extracting(DiffLine::kind)
                .filteredOn(DiffLine.Kind.REMOVED::equals)
                .isEmpty();
        assertThat(lines)
                .filteredOn(line -> line.kind() == DiffLine.Kind.ADDED)
                .extracting(DiffLine::text)
                .containsExactly("new");
        assertThat(lines).contains(new DiffLine(DiffLine.Kind.SAME, 12, 12, "    twelve"));
    }

    @Test
    void aDifferenceOfWholeTextsIsThatOfAPatch() {
        List<String> before =
                IntStream.rangeClosed(1, 30).mapToObj(i -> "line " + i).toList();
        List<String> after = new ArrayList<>(before);
        after.set(14, "other");
        List<DiffLine> lines = FileDiff.ofTexts(before, after).lines();
        assertThat(lines.getFirst().kind()).isEqualTo(DiffLine.Kind.GAP);
        assertThat(lines).hasSize(1 + 3 + 2 + 3);
        assertThat(lines.get(4)).isEqualTo(new DiffLine(DiffLine.Kind.REMOVED, 15, 0, "line 15"));
        assertThat(lines.get(5)).isEqualTo(new DiffLine(DiffLine.Kind.ADDED, 0, 15, "other"));
        assertThat(FileDiff.ofTexts(before, before).lines()).isEmpty();
    }

    @Test
    void hiddenLinesAreCountedAndShownWhenAskedFor() {
        FileDiff diff = FileDiff.ofPatch(PATCH + " fifteen\n");
        List<Row> rows = new Rows(diff, Optional.empty(), List.of(), false).lay(List.of(), Optional.empty());
        assertThat(rows.getFirst()).isEqualTo(new Row.Gap(1, 10, 0, "main"));
        assertThat(rows.getLast()).isEqualTo(new Row.Gap(17, -1, -1, ""));

        List<String> whole = IntStream.rangeClosed(1, 20).mapToObj(i -> "l" + i).toList();
        List<Row> more = new Rows(diff, Optional.of(whole), List.of(new Rows.Shown(9, 10)), false)
                .lay(List.of(), Optional.empty());
        assertThat(more.getFirst()).isEqualTo(new Row.Gap(1, 8, 0, "main"));
        assertThat(((Row.Code) more.get(1)).left()).contains(new DiffLine(DiffLine.Kind.SAME, 9, 9, "l9"));
        assertThat(more.getLast()).isEqualTo(new Row.Gap(17, 4, -1, ""));
    }

    @Test
    void nothingIsOfferedBehindTheEndOfTheFile() {
        List<Row> rows =
                new Rows(FileDiff.ofPatch(PATCH), Optional.empty(), List.of(), false).lay(List.of(), Optional.empty());
        assertThat(rows.getLast()).isInstanceOf(Row.Code.class);
    }

    @Test
    void sideBySideEachLineStandsBesideTheOneItReplaces() {
        List<Row> rows =
                new Rows(FileDiff.ofPatch(PATCH), Optional.empty(), List.of(), true).lay(List.of(), Optional.empty());
        Row.Code changed = (Row.Code) rows.get(2);
        assertThat(changed.left().orElseThrow().text()).isEqualTo("  twelve");
        assertThat(changed.right().orElseThrow().text()).isEqualTo("    twelve");
        assertThat(((Row.Code) rows.get(3)).left()).isEmpty();
    }

    @Test
    void aRemarkMovesWithItsLinesAndIsOldWhenTheyAreGone() {
        Anchoring anchoring = new Anchoring(FileDiff.ofPatch(PATCH), Optional.empty());
        Remark moved = anchoring.place(remark(11, "thirteen\nfourteen"));
        assertThat(moved.old()).isFalse();
        assertThat(moved.anchor().from()).isEqualTo(14);
        assertThat(moved.anchor().to()).isEqualTo(15);
        assertThat(anchoring.place(remark(14, "gone")).old()).isTrue();
    }

    @Test
    void wordsThatChangedAreMarkedUnlessTheWholeLineDid() {
        assertThat(WordMarks.of("a total = b", "a net = b")).containsExactly(new WordMarks.Mark(2, 7));
        assertThat(WordMarks.of("quite another line", "x = y + z")).isEmpty();
    }

    @Test
    void foldersThatHoldOneFolderAreShownAsOne() {
        FileTree tree = FileTree.of(
                List.of(change("src/main/java/A.java"), change("src/main/java/B.java"), change("README.md")));
        assertThat(tree.parts()).extracting(FileTree::name).containsExactly("src/main/java", "README.md");
        assertThat(FileTree.inOrder(List.of(change("z.txt"), change("a/b/c.txt"))))
                .extracting(FileChange::path)
                .containsExactly("a/b/c.txt", "z.txt");
    }

    @Test
    void whatWasLookedAtIsToBeLookedAtAgainWhenItChanges() {
        Map<String, String> kept = new HashMap<>();
        Shelf shelf = shelf(kept);
        FileChange file = patched("a.txt", "one");
        Viewed viewed = new Viewed(shelf);
        viewed.mark(file, true);
        assertThat(new Viewed(shelf).holds(file)).isTrue();
        assertThat(new Viewed(shelf).holds(patched("a.txt", "two"))).isFalse();
        viewed.mark(file, false);
        assertThat(new Viewed(shelf).holds(file)).isFalse();
    }

    @Test
    void commentsThatWereNotSentOutliveTheWindow() {
        Map<String, String> kept = new HashMap<>();
        DraftReview review = new DraftReview(shelf(kept), Instant::now);
        review.add(new Remark.Anchor("a.txt", Side.AFTER, 2, 3, "x\ny"), "Why?");
        assertThat(new DraftReview(shelf(kept), Instant::now).remarks())
                .singleElement()
                .satisfies(remark -> {
                    assertThat(remark.words()).isEqualTo("Why?");
                    assertThat(remark.prompt()).isEqualTo("a.txt:2-3\n```\nx\ny\n```\n\nWhy?");
                });
        review.clear();
        assertThat(new DraftReview(shelf(kept), Instant::now).remarks()).isEmpty();
    }

    private static Shelf shelf(Map<String, String> kept) {
        return new Shelf() {
            @Override
            public Optional<String> read(String what) {
                return Optional.ofNullable(kept.get(what));
            }

            @Override
            public void write(String what, String text) {
                kept.put(what, text);
                kept.values().removeIf(String::isBlank);
            }
        };
    }

    private static Remark remark(int line, String code) {
        int lines = code.split("\n", -1).length;
        return new Remark(
                1,
                new Remark.Anchor("run.sh", Side.AFTER, line, line + lines - 1, code),
                "?",
                Optional.empty(),
                Instant.EPOCH,
                false);
    }

    private static FileChange change(String path) {
        return patched(path, "");
    }

    private static FileChange patched(String path, String patch) {
        return new FileChange(path, Optional.empty(), FileChange.Kind.MODIFIED, 1, 1, false, Optional.of(patch));
    }

    private static List<String> words(Random random) {
        return IntStream.range(0, random.nextInt(20))
                .mapToObj(_ -> String.valueOf((char) ('a' + random.nextInt(4))))
                .toList();
    }
}
