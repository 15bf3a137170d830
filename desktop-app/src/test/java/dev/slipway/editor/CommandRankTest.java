package dev.slipway.editor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

class CommandRankTest {
    @Test
    void theBeginningCountsMostAndADescriptionLeast() {
        List<String> names = List.of("hotfix", "web:fix", "fix", "flaxi", "other");

        assertThat(names.stream()
                        .filter(name -> CommandRank.of(name, "", "fix") != CommandRank.NONE)
                        .sorted(Comparator.comparingInt(name -> CommandRank.of(name, "", "fix"))))
                .containsExactly("fix", "web:fix", "hotfix");
        assertThat(CommandRank.of("other", "Fix it", "fix")).isEqualTo(4);
        assertThat(CommandRank.of("flaxi", "", "fxi")).isEqualTo(3);
    }

    @Test
    void nothingAskedForFitsAll() {
        assertThat(CommandRank.of("any", "", "")).isZero();
    }
}
