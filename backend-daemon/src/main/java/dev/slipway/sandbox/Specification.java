package dev.slipway.sandbox;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// What is kept of a sandbox on its host, so that a daemon which starts later can take it over: one "name
/// value" a line, values URL-encoded.
/// @param group the marks of its executions: see [dev.slipway.host.Mark]
record Specification(SandboxSpec spec, long group) {

    String text() {
        List<String> lines = new ArrayList<>();
        lines.add("id " + spec.id().value());
        lines.add("group " + group);
        lines.add("layers " + spec.layers().stream().map(LayerId::value).collect(Collectors.joining(":")));
        Limits limits = spec.limits();
        lines.add("memory " + limits.memoryBytes());
        lines.add("cpu " + limits.cpuPercent());
        lines.add("processes " + limits.processes());
        lines.add("files " + limits.openFiles());
        lines.add("time " + limits.time());
        lines.add("network "
                + switch (spec.network()) {
                    case NetworkPolicy.None _ -> "none";
                    case NetworkPolicy.Host _ -> "host";
                    case NetworkPolicy.AllowList list -> "allow:" + encode(String.join(" ", list.hosts()));
                });
        new TreeMap<>(spec.environment()).forEach((name, value) -> lines.add("env." + name + " " + encode(value)));
        return String.join("\n", lines) + "\n";
    }

    static Specification parse(String text) {
        Map<String, String> values = new TreeMap<>();
        text.lines().filter(line -> line.contains(" ")).forEach(line -> {
            int space = line.indexOf(' ');
            values.put(line.substring(0, space), line.substring(space + 1));
        });
        List<LayerId> layers = new ArrayList<>();
        for (String layer : need(values, "layers").split(":", -1)) {
            if (!layer.isEmpty()) {
                layers.add(new LayerId(layer));
            }
        }
        Limits limits = new Limits(
                Long.parseLong(need(values, "memory")),
                Integer.parseInt(need(values, "cpu")),
                Integer.parseInt(need(values, "processes")),
                Integer.parseInt(need(values, "files")),
                Duration.parse(need(values, "time")));
        Map<String, String> environment = new TreeMap<>();
        values.forEach((name, value) -> {
            if (name.startsWith("env.")) {
                environment.put(name.substring(4), decode(value));
            }
        });
        SandboxId id = new SandboxId(need(values, "id"));
        SandboxSpec spec = new SandboxSpec(id, layers, limits, network(need(values, "network")), environment);
        return new Specification(spec, Long.parseLong(need(values, "group")));
    }

    private static NetworkPolicy network(String text) {
        return switch (text) {
            case "none" -> NetworkPolicy.NONE;
            case "host" -> NetworkPolicy.HOST;
            default ->
                new NetworkPolicy.AllowList(Pattern.compile(" ")
                        .splitAsStream(decode(text.substring("allow:".length())))
                        .filter(host -> !host.isEmpty())
                        .collect(Collectors.toCollection(TreeSet::new)));
        };
    }

    private static String need(Map<String, String> values, String name) {
        String value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException("a sandbox's specification lacks " + name);
        }
        return value;
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
