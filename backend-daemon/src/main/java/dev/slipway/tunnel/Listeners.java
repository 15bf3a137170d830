package dev.slipway.tunnel;

import dev.slipway.model.problem.Problem;
import dev.slipway.model.tunnel.ListeningPort;
import dev.slipway.sandbox.ExecResult;
import dev.slipway.sandbox.ExecSpec;
import dev.slipway.sandbox.NetworkPolicy;
import dev.slipway.sandbox.Sandbox;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Finds out what listens in a sandbox, by one short program in it that reads what the kernel says (proc(5),
/// `/proc/net/tcp`).
final class Listeners {
    /// Where the sandbox's own way out listens, which is no program of anyone's.
    private static final int WAY_OUT = 3128;

    private static final String LOOK = """
            cat /proc/net/tcp /proc/net/tcp6 2>/dev/null
            ls -l /proc/[0-9]*/fd 2>/dev/null
            for name in /proc/[0-9]*/comm; do
                { read -r comm < "$name"; } 2>/dev/null && echo "$name $comm"
            done
            :
            """;
    /// state 0A is LISTEN
    private static final Pattern ROW = Pattern.compile(
            "\\s*\\d+: [0-9A-F]+:([0-9A-F]{4}) [0-9A-F]+:[0-9A-F]{4} 0A \\S+ \\S+ \\S+\\s+\\d+\\s+\\d+\\s+(\\d+).*");
    private static final Pattern DIRECTORY = Pattern.compile("/proc/(\\d+)/fd:");
    private static final Pattern SOCKET = Pattern.compile(".* -> socket:\\[(\\d+)]");
    private static final Pattern NAME = Pattern.compile("/proc/(\\d+)/comm (.*)");

    private Listeners() {}

    static List<ListeningPort> in(Sandbox sandbox) throws InterruptedException {
        ExecResult said = sandbox.run(ExecSpec.shell(LOOK).in("/"));
        if (said.exit().code() != 0) {
            throw Problem.unavailable(
                            "ports-not-seen",
                            "What listens in the sandbox could not be seen",
                            "The look ended with " + said.exit().code() + ".")
                    .toException();
        }
        // Where the network is the host's, its other programs are nobody's business.
        boolean own = sandbox.isolation().isolated() && !(sandbox.spec().network() instanceof NetworkPolicy.Host);
        return parse(said.output(), own).stream()
                .filter(found ->
                        found.port() != WAY_OUT || !(sandbox.spec().network() instanceof NetworkPolicy.AllowList))
                .toList();
    }

    /// @param all whether ports count whose program can't be seen
    static List<ListeningPort> parse(String said, boolean all) {
        Map<Integer, String> sockets = new TreeMap<>();
        Map<String, String> owners = new HashMap<>();
        Map<String, String> names = new HashMap<>();
        String process = "";
        for (String line : said.lines().toList()) {
            Matcher row = ROW.matcher(line);
            Matcher directory = DIRECTORY.matcher(line);
            Matcher socket = SOCKET.matcher(line);
            Matcher name = NAME.matcher(line);
            if (row.matches()) {
                sockets.putIfAbsent(Integer.parseInt(row.group(1), 16), row.group(2));
            } else if (directory.matches()) {
                process = directory.group(1);
            } else if (socket.matches()) {
                owners.putIfAbsent(socket.group(1), process);
            } else if (name.matches()) {
                names.put(name.group(1), name.group(2));
            }
        }
        return sockets.entrySet().stream()
                .map(each -> new ListeningPort(
                        each.getKey(),
                        Optional.ofNullable(owners.get(each.getValue()))
                                .flatMap(owner -> Optional.ofNullable(names.get(owner)))))
                .filter(found -> all || found.program().isPresent())
                .toList();
    }
}
