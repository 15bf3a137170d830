package dev.slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.model.problem.ProblemException;
import dev.slipway.model.tunnel.TunnelTarget;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ForwardCommandTest {
    @Test
    void takesTheSameNumberUnlessAnotherIsChosen() {
        TunnelTarget port = new TunnelTarget.Port(3000);
        assertThat(ForwardCommand.Wish.parse("3000")).isEqualTo(new ForwardCommand.Wish(port, 3000, false));
        assertThat(ForwardCommand.Wish.parse("3000:8080")).isEqualTo(new ForwardCommand.Wish(port, 8080, true));
        assertThat(ForwardCommand.Wish.parse("3000:0")).isEqualTo(new ForwardCommand.Wish(port, 0, true));
        assertThat(ForwardCommand.Wish.parse("/tmp/a.sock:0"))
                .isEqualTo(new ForwardCommand.Wish(new TunnelTarget.UnixSocket("/tmp/a.sock"), 0, true));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "0", "65536", "3000:", "3000:x", "3000:70000", "-1", "/a\nb"})
    void refusesWhatIsNoPort(String text) {
        assertThatThrownBy(() -> ForwardCommand.Wish.parse(text)).isInstanceOf(ProblemException.class);
    }
}
