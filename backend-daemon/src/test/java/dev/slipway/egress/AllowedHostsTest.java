package dev.slipway.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.model.problem.ProblemException;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AllowedHostsTest {
    @Test
    void takesANameInAnyCaseAtThePortsOfTheWeb() {
        AllowedHosts hosts = AllowedHosts.of(List.of("Repo.Example.org", "bücher.example"));

        assertThat(hosts.names("repo.example.org", 443)).isTrue();
        assertThat(hosts.names("repo.example.org", 80)).isTrue();
        assertThat(hosts.names("repo.example.org", 22)).isFalse();
        assertThat(hosts.names("xn--bcher-kva.example", 443)).isTrue();
        assertThat(hosts.names("a.repo.example.org", 443)).isFalse();
        assertThat(hosts.names("epo.example.org", 443)).isFalse();
    }

    @Test
    void takesAPortThatAnEntryNamesAndNoOther() {
        AllowedHosts hosts = AllowedHosts.of(List.of("repo.example.org:8443", "10.0.0.7:5000"));

        assertThat(hosts.names("repo.example.org", 8443)).isTrue();
        assertThat(hosts.names("repo.example.org", 443)).isFalse();
        assertThat(hosts.lists(InetAddress.ofLiteral("10.0.0.7"), 5000)).isTrue();
        assertThat(hosts.lists(InetAddress.ofLiteral("10.0.0.7"), 80)).isFalse();
    }

    @Test
    void takesAllBelowAStarButNotTheNameItself() {
        AllowedHosts hosts = AllowedHosts.of(List.of("*.example.org"));

        assertThat(hosts.names("a.example.org", 443)).isTrue();
        assertThat(hosts.names("a.b.example.org", 443)).isTrue();
        assertThat(hosts.names("example.org", 443)).isFalse();
        assertThat(hosts.names("aexample.org", 443)).isFalse();
        assertThat(hosts.names("example.org.evil.test", 443)).isFalse();
    }

    @Test
    void knowsAnAddressHoweverItIsWritten() {
        AllowedHosts hosts = AllowedHosts.of(List.of("[2001:db8:0:0::7]", "192.0.2.1"));

        assertThat(hosts.lists(InetAddress.ofLiteral("2001:db8::7"), 443)).isTrue();
        assertThat(hosts.lists(InetAddress.ofLiteral("::ffff:192.0.2.1"), 80)).isTrue();
        assertThat(hosts.lists(InetAddress.ofLiteral("192.0.2.2"), 80)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "*",
                "*.",
                "*.10.0.0.1",
                "a b",
                "https://example.org",
                "example.org/path",
                "user@example.org",
                "example.org:0",
                "example.org:65536",
                "example.org:",
                "127.1",
                "256.1.1.1",
                "1.2.3.4.5",
                "[::1",
                "2001:db8::7",
                "[fe80::1%lo]",
                ".example.org",
                "a..b",
                "-a.example"
            })
    void namesAnEntryThatIsNoHost(String entry) {
        assertThatThrownBy(() -> AllowedHosts.of(List.of(entry)))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem().detail()).contains("\"" + entry + "\""));
    }
}
