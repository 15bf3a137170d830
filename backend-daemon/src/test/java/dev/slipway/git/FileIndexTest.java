package dev.slipway.git;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileIndexTest {
    private static final List<String> FILES = List.of(
            "README.md",
            "build.gradle",
            "docs/api.md",
            "src/main/java/shop/Basket.java",
            "src/main/java/shop/BasketView.java",
            "src/main/java/shop/ProductPage.java",
            "src/main/java/shop/pages/PageHeader.java",
            "src/main/resources/shop/basket.css",
            "src/test/java/shop/BasketTest.java",
            "src/test/java/shop/BasketViewTest.java",
            "web/basket/index.ts",
            "web/basket/line-item.ts");

    @ParameterizedTest
    @CsvSource({
        "basket, src/main/java/shop/Basket.java",
        "bv, src/main/java/shop/BasketView.java",
        "BVT, src/test/java/shop/BasketViewTest.java",
        "baskettest, src/test/java/shop/BasketTest.java",
        "pp, src/main/java/shop/ProductPage.java",
        "page, src/main/java/shop/pages/PageHeader.java",
        "web/index, web/basket/index.ts",
        "li.ts, web/basket/line-item.ts",
        "readme, README.md",
        "docs/a, docs/api.md",
        "testbask, src/test/java/shop/BasketTest.java",
        "basket.css, src/main/resources/shop/basket.css"
    })
    void theFileThatAPersonMeansComesFirst(String query, String wanted) {
        assertThat(FileIndex.of(FILES).find(query, 3).best().getFirst().path()).isEqualTo(wanted);
    }

    @Test
    void aFileThatLacksALetterIsNoMatch() {
        FileIndex.Found found = FileIndex.of(FILES).find("basketz", 10);

        assertThat(found.best()).isEmpty();
        assertThat(found.total()).isZero();
    }

    @Test
    void allMatchesAreCountedAndOnlyTheBestGiven() {
        FileIndex.Found found = FileIndex.of(FILES).find("basket", 2);

        assertThat(found.best()).hasSize(2);
        assertThat(found.total()).isEqualTo(7);
    }

    @Test
    void nothingAskedForGivesTheFilesNearestToTheRoot() {
        assertThat(FileIndex.of(FILES).find("", 3).best())
                .extracting(FileIndex.Match::path)
                .containsExactly("README.md", "build.gradle", "docs/api.md");
    }

    @Test
    void theMatchedLettersAreThoseAtTheBeginningsOfWords() {
        FileIndex.Match match = FileIndex.of(FILES).find("bv", 1).best().getFirst();

        assertThat(letters(match)).isEqualTo("BV");
        assertThat(match.matched()).containsExactly(19, 25);
    }

    @Test
    void lettersThatStandTogetherAreMarkedTogether() {
        FileIndex.Match match = FileIndex.of(FILES).find("basket", 1).best().getFirst();

        assertThat(match.matched()).containsExactly(19, 20, 21, 22, 23, 24);
    }

    @Test
    void theMarksAlwaysSpellTheQuery() {
        for (String query : List.of("s", "ss", "aa", "shopjava", "srcbask", "t.t", "ea", "a/b/i")) {
            for (FileIndex.Match match : FileIndex.of(FILES).find(query, 12).best()) {
                assertThat(letters(match)).as(query + " in " + match).isEqualToIgnoringCase(query);
                assertThat(match.matched()).isSorted().doesNotHaveDuplicates();
            }
        }
    }

    @Test
    void lettersWhoseLowerCaseIsLongerDoNotShiftTheMarks() {
        FileIndex.Match match =
                FileIndex.of(List.of("İİ/Über.md")).find("über", 1).best().getFirst();

        assertThat(letters(match)).isEqualTo("Über");
    }

    @Test
    void newFilesAreAddedAndRemovedOnesLeftOut() {
        FileIndex index = FileIndex.of(FILES).with(List.of("docs/new.md", "bad\nname"), List.of("docs/api.md"));

        assertThat(index.find("docs/", 10).best())
                .extracting(FileIndex.Match::path)
                .containsExactly("docs/new.md");
        assertThat(index.find("", 100).total()).isEqualTo(FILES.size());
        assertThat(index.with(List.of(), List.of("docs/new.md"))
                        .find("docs/", 10)
                        .best())
                .isEmpty();
        assertThat(index.with(List.of("docs/api.md"), List.of())
                        .find("docs/", 10)
                        .total())
                .isEqualTo(2);
    }

    @Test
    void aHundredThousandFilesAreSearchedWithinAKeystroke() {
        List<String> many = new ArrayList<>();
        for (int i = 0; i < 100_000; i++) {
            many.add("services/module-" + i % 250 + "/src/main/java/org/example/part" + i % 37 + "/Component" + i
                    + "Factory.java");
        }
        FileIndex index = FileIndex.of(many);
        ThreadMXBean cpu = ManagementFactory.getThreadMXBean();
        String[] queries = {"c", "component9", "compfact", "srcmain", "m12cf", "zzz", ""};
        for (String query : queries) {
            long[] took = new long[31];
            for (int i = 0; i < took.length; i++) {
                long begun = cpu.getCurrentThreadCpuTime();
                index.find(query, 20);
                took[i] = cpu.getCurrentThreadCpuTime() - begun;
            }
            Arrays.sort(took);

            assertThat(took[took.length / 2])
                    .as("median of processor time for \"%s\", ns", query)
                    .isLessThan(100_000_000);
        }
    }

    private static String letters(FileIndex.Match match) {
        StringBuilder letters = new StringBuilder();
        match.matched().forEach(at -> letters.append(match.path().charAt(at)));
        return letters.toString();
    }
}
