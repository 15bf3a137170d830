package dev.slipway.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.model.problem.ProblemException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What every host does, whether it is this machine or one behind SSH.
abstract class HostShellContract {
    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    Path root;

    private HostShell host;

    abstract HostShell host(Path root) throws Exception;

    @BeforeEach
    void open() throws Exception {
        host = host(root);
    }

    @Test
    void installsScriptsByTheirContentAndRunsThem() throws Exception {
        ScriptSet set = scripts("printf '%s|' \"$@\"; echo oops >&2; exit 7");

        HostResult result = host.run(set, "it.sh", SOON, "a b", "$(id)", "'\"\n");

        assertThat(result).isEqualTo(new HostResult(7, "a b|$(id)|'\"\n|", "oops\n"));
        assertThat(Files.readString(root.resolve("scripts/" + set.hash() + "/it.sh")))
                .contains("oops");
    }

    @Test
    void givesScriptsNothingOfTheDaemonsEnvironment() {
        HostResult result = host.run(scripts("env"), "it.sh", SOON);

        assertThat(result.output().lines().map(line -> line.replaceAll("=.*", "")))
                .isSubsetOf("PATH", "PWD", "OLDPWD", "SHLVL", "_");
    }

    @Test
    void endsAScriptThatTakesTooLongAndAllThatItStarted() {
        ScriptSet set = scripts("(setsid env -i sleep 1000 & echo $! > " + root + "/pid); sleep 1000");

        assertThatThrownBy(() -> host.run(set, "it.sh", Duration.ofMillis(500)))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("took longer");

        assertThat(root.resolve("pid")).exists();
        assertThat(ProcessHandle.of(pid()).filter(HostShellContract::runs)).isEmpty();
    }

    @Test
    void endsAGroupAndLeavesOthersAlone() throws Exception {
        ScriptSet set = scripts("sleep 1000");
        HostProcess one = host.start(new HostCall(set, "it.sh", List.of(), new Mark(111_111_111, 1)));
        HostProcess two = host.start(new HostCall(set, "it.sh", List.of(), new Mark(111_111_111, 2)));
        HostProcess other = host.start(new HostCall(set, "it.sh", List.of(), new Mark(111_111_112, 1)));

        host.endGroup(111_111_111);

        assertThat(one.waitFor(SOON)).hasValue(137);
        assertThat(two.waitFor(SOON)).hasValue(137);
        assertThat(other.runs()).isTrue();
        other.end();
        assertThat(other.waitFor(SOON)).hasValue(137);
    }

    @Test
    void probesTheHost() throws Exception {
        HostFacts facts = host.facts();

        assertThat(facts.marks()).isTrue();
        assertThat(facts.kernel()).isNotEqualTo("unknown");
        assertThat(facts.root()).isEqualTo("root".equals(System.getProperty("user.name")));
        assertThat(facts.tool("setsid")).isPresent();
        assertThat(host.facts()).isSameAs(facts);
    }

    private long pid() {
        try {
            return Long.parseLong(Files.readString(root.resolve("pid")).strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A process that nobody has waited for yet is still listed.
    private static boolean runs(ProcessHandle process) {
        try {
            return !Files.readString(Path.of("/proc/" + process.pid() + "/stat"))
                    .contains(") Z ");
        } catch (IOException e) {
            return false;
        }
    }

    private static ScriptSet scripts(String text) {
        String hash = "%016x".formatted(text.hashCode());
        return new ScriptSet(hash, Map.of("it.sh", text));
    }
}
