package dev.slipway.tool;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.model.event.TodoItem;
import dev.slipway.tool.Workbench.Desk;
import java.util.Base64;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class FileToolsTest {
    private static Workbench bench;
    private Desk desk;

    @BeforeAll
    static void open() {
        bench = new Workbench();
    }

    @AfterAll
    static void close() throws Exception {
        bench.close();
    }

    @BeforeEach
    void sitDown() {
        desk = bench.desk();
    }

    // ---- read

    @Test
    void readNumbersTheLines() throws Exception {
        desk.put("a.txt", "one\ntwo\r\nthree");

        ToolResult result = desk.run("read", "{'path':'a.txt'}".replace('\'', '"'));

        assertThat(result.succeeded()).isTrue();
        assertThat(result.output()).isEqualTo("     1\tone\n     2\ttwo\n     3\tthree");
    }

    @Test
    void readShowsARange() throws Exception {
        desk.in("seq 1 100 > n");

        ToolResult result = desk.run("read", args("path", "n", "offset", 99, "limit", 5));

        assertThat(result.output()).isEqualTo("    99\t99\n   100\t100");
    }

    @Test
    void readSaysHowToGoOn() throws Exception {
        desk.in("seq 1 3000 > n");

        ToolResult result = desk.run("read", args("path", "n"));

        assertThat(result.output()).contains("  2000\t2000").doesNotContain("\t2001");
        assertThat(result.output()).endsWith("[… to line 2000 of 3000; go on with offset 2001 …]");
    }

    @Test
    void readFindsALineFarInAHugeFile() throws Exception {
        desk.in("seq 1 5000000 > n");

        ToolResult result = desk.run("read", args("path", "n", "offset", 4_999_999, "limit", 10));

        assertThat(result.output()).isEqualTo("4999999\t4999999\n5000000\t5000000");
    }

    @Test
    void readBoundsHugeLinesAndManyBytes() throws Exception {
        desk.in(
                "head -c 3000000 /dev/zero | tr '\\0' x > wide; for i in $(seq 300); do head -c 1990 /dev/zero | tr '\\0' y; echo; done > many");

        ToolResult wide = desk.run("read", args("path", "wide"));
        ToolResult many = desk.run("read", args("path", "many"));

        assertThat(wide.output()).hasSizeLessThan(3_000).contains("characters more");
        assertThat(many.output()).hasSizeLessThan(300_000).contains("go on with offset");
    }

    @Test
    void readShowsImages() throws Exception {
        byte[] png = Base64.getDecoder()
                .decode(
                        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");
        desk.sandbox.files().write("dot.bin", png);

        ToolResult result = desk.run("read", args("path", "dot.bin"));

        assertThat(result.output()).contains("PNG image");
        assertThat(result.images()).hasSize(1);
        assertThat(desk.journal
                        .blobs()
                        .get(result.images().getFirst())
                        .orElseThrow()
                        .readAllBytes())
                .isEqualTo(png);
    }

    @Test
    void readOnlyNamesBinaries() throws Exception {
        desk.in("head -c 5000 /dev/zero > core");

        assertThat(desk.run("read", args("path", "core")).output()).contains("binary file of 5000 bytes");
    }

    @Test
    void readTellsWhatIsNotThere() throws Exception {
        desk.put("src/Parser.java", "x");

        ToolResult result = desk.run("read", args("path", "src/parser.jav"));

        assertThat(result.succeeded()).isFalse();
        assertThat(result.output()).contains("no file src/parser.jav").contains("Parser.java");
    }

    @Test
    void readTellsDirectoriesAndPipesApart() throws Exception {
        desk.in("mkdir d; mkfifo p; touch empty");

        assertThat(desk.run("read", args("path", "d")).output()).contains("is a directory");
        assertThat(desk.run("read", args("path", "p")).output()).contains("no regular file");
        assertThat(desk.run("read", args("path", "empty")).output()).contains("is empty");
    }

    @Test
    void linksOutOfTheWorkTreeAreRefused() throws Exception {
        desk.in("ln -s /etc/passwd leak; ln -s / root; ln -s real inside; echo hi > real");

        assertThat(desk.run("read", args("path", "leak")).output()).contains("points out of the work tree");
        assertThat(desk.run("read", args("path", "root/etc/passwd")).output()).contains("points out of the work tree");
        assertThat(desk.run("write", args("path", "root/tmp/x", "content", "x")).output())
                .contains("points out of the work tree");
        assertThat(desk.run("edit", args("path", "leak", "old_text", "root", "new_text", "x"))
                        .succeeded())
                .isFalse();
        assertThat(desk.run("grep", args("pattern", "root", "path", "leak")).succeeded())
                .isFalse();
        assertThat(desk.run("glob", args("pattern", "*", "path", "root")).succeeded())
                .isFalse();
        assertThat(desk.run("read", args("path", "inside")).output()).contains("hi");
    }

    @Test
    void namesThatLookLikeOptionsOrCodeAreJustNames() throws Exception {
        for (String name : new String[] {"-n", "--help", "$(touch pwned)", "a b", "ü", "'", "*"}) {
            assertThat(desk.run("write", args("path", name, "content", name)).succeeded())
                    .as(name)
                    .isTrue();
            assertThat(desk.run("read", args("path", name)).output()).as(name).endsWith(name);
        }
        assertThat(desk.in("ls").lines()).doesNotContain("pwned");
    }

    // ---- write and edit

    @Test
    void writeMakesDirectoriesAndReplaces() throws Exception {
        assertThat(desk.run("write", args("path", "a/b/c.txt", "content", "1")).output())
                .startsWith("Created a/b/c.txt");
        assertThat(desk.run("write", args("path", "a/b/c.txt", "content", "2")).output())
                .startsWith("Replaced a/b/c.txt");
        assertThat(desk.get("a/b/c.txt")).isEqualTo("2");
        assertThat(desk.run("write", args("path", "a/b", "content", "2")).output())
                .contains("is a directory");
    }

    @Test
    void editKeepsModeAndLineEnds() throws Exception {
        desk.in("printf 'a\\r\\nb\\r\\nc\\r\\n' > f; chmod 755 f");

        ToolResult result = desk.run("edit", args("path", "f", "old_text", "a\nb", "new_text", "x\ny"));

        assertThat(result.output()).startsWith("Edited f at line 1");
        assertThat(desk.get("f")).isEqualTo("x\r\ny\r\nc\r\n");
        assertThat(desk.in("stat -c %a f")).isEqualTo("755\n");
    }

    @Test
    void editHandlesFilesLargerThanAReadShows() throws Exception {
        desk.in("seq 1 200000 > n");

        assertThat(desk.run("edit", args("path", "n", "old_text", "\n150000\n", "new_text", "\nX\n"))
                        .succeeded())
                .isTrue();

        assertThat(desk.in("wc -l < n; grep -n X n")).isEqualTo("200000\n150000:X\n");
    }

    @Test
    void editThatDoesNotFitChangesNothing() throws Exception {
        desk.put("f", "a a");

        assertThat(desk.run("edit", args("path", "f", "old_text", "a", "new_text", "b"))
                        .succeeded())
                .isFalse();
        assertThat(desk.get("f")).isEqualTo("a a");
    }

    // ---- glob and grep

    @Test
    void globListsWhatGitWould() throws Exception {
        desk.in(
                "git init -q; mkdir -p src/deep target .github; touch src/A.java src/deep/B.java target/C.java .github/D.java x.txt; echo target > .gitignore");

        assertThat(desk.run("glob", args("pattern", "*.java")).output())
                .isEqualTo(".github/D.java\nsrc/A.java\nsrc/deep/B.java");
        assertThat(desk.run("glob", args("pattern", "*.java", "path", "src/deep"))
                        .output())
                .isEqualTo("src/deep/B.java");
        assertThat(desk.run("glob", args("pattern", "*.rs")).output()).isEqualTo("No file matches.");
    }

    @Test
    void globIsBounded() throws Exception {
        desk.in("mkdir many; cd many; seq 1 1500 | xargs touch");

        assertThat(desk.run("glob", args("pattern", "many/*")).output())
                .contains("500 more")
                .satisfies(text -> assertThat(text.lines()).hasSize(1001));
    }

    @Test
    void globShowsNamesThatAreNoUtf8InOneLine() throws Exception {
        desk.in("touch $'bad\\xff' $'two\\nlines'");

        assertThat(desk.run("glob", args("pattern", "*")).output().lines()).hasSize(2);
    }

    @Test
    void grepShowsPathLineAndText() throws Exception {
        desk.in("mkdir src; printf 'alpha\\nbeta\\n' > src/a; printf 'Beta' > b; printf 'beta\\0' > bin");

        assertThat(desk.run("grep", args("pattern", "beta")).output()).isEqualTo("src/a:2:beta");
        assertThat(desk.run("grep", args("pattern", "beta", "ignore_case", true, "files_only", true))
                        .output())
                .isEqualTo("b\nsrc/a");
        assertThat(desk.run("grep", args("pattern", "alpha", "path", "src", "context", 1))
                        .output())
                .contains("src/a:1:alpha")
                .contains("src/a-2-beta");
        assertThat(desk.run("grep", args("pattern", "gamma")).output()).isEqualTo("No line matches.");
        assertThat(desk.run("grep", args("pattern", "beta", "glob", "*.java")).output())
                .isEqualTo("No line matches.");
    }

    @Test
    void grepIsBoundedAndTellsWhatIsWrongWithAPattern() throws Exception {
        desk.in("seq 1 100000 > n");

        assertThat(desk.run("grep", args("pattern", "1")).output()).contains("more than 500 lines");
        ToolResult malformed = desk.run("grep", args("pattern", "("));
        assertThat(malformed.succeeded()).isFalse();
        assertThat(malformed.output()).contains("(");
    }

    // ---- the others

    @Test
    void todoKeepsTheList() throws Exception {
        ToolResult result = desk.run(
                "todo", "{\"items\":[{\"text\":\"a\",\"state\":\"done\"},{\"text\":\"b\",\"state\":\"in_progress\"}]}");

        assertThat(result.succeeded()).isTrue();
        assertThat(desk.todos.getFirst())
                .containsExactly(new TodoItem("a", TodoItem.State.DONE), new TodoItem("b", TodoItem.State.IN_PROGRESS));
    }

    @Test
    void openPullRequestSaysWhatHasLeft() throws Exception {
        desk.run("open_pull_request", args("title", "Mend it", "body", "Because."));

        assertThat(desk.left).containsExactly("Opened pull request sample#7 \"Mend it\"");
        assertThat(desk.drafts.getFirst().title()).isEqualTo("Mend it");
    }

    @Test
    void badArgumentsAreExplained() throws Exception {
        assertThat(desk.run("read", "{}").output()).contains("argument path is missing");
        assertThat(desk.run("read", "[]").output()).contains("must be a JSON object");
        assertThat(desk.run("read", args("path", 5)).output()).contains("path must be a text");
        assertThat(desk.run("read", args("path", "x", "offset", -1)).output()).contains("offset must be");
        assertThat(desk.run("read", args("file", "x")).output())
                .contains("no argument file")
                .contains("path");
        assertThat(desk.run("todo", "{\"items\":[{\"text\":\"a\",\"state\":\"maybe\"}]}")
                        .output())
                .contains("open, in_progress or done");
    }

    private static String args(Object... pairs) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        for (int i = 0; i < pairs.length; i += 2) {
            object.putPOJO((String) pairs[i], pairs[i + 1]);
        }
        return object.toString();
    }
}
