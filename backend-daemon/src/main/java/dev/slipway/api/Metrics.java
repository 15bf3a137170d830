package dev.slipway.api;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// Figures for a monitoring system, in the text format of Prometheus. Whoever has a figure is given a counter, a gauge
/// or a histogram by the composition root; counting never blocks.
public final class Metrics {
    private final Map<String, Family> families = new ConcurrentSkipListMap<>();

    /// All values of one name.
    interface Family {
        void write(String name, StringBuilder out);
    }

    /// A sum that only grows.
    public static final class Counter implements Family {
        private final String help;
        private final List<String> labels;
        private final Map<List<String>, LongAdder> values = new ConcurrentHashMap<>();

        private Counter(String help, List<String> labels) {
            this.help = help;
            this.labels = labels;
        }

        /// @param labelValues one for each label, from a bounded set
        public void add(long amount, String... labelValues) {
            values.computeIfAbsent(checked(labels, labelValues), key -> new LongAdder())
                    .add(amount);
        }

        @Override
        public void write(String name, StringBuilder out) {
            head(out, name, "counter", help);
            values.forEach((key, sum) -> line(out, name, pairs(labels, key), (double) sum.sum()));
            if (labels.isEmpty() && values.isEmpty()) {
                line(out, name, "", 0);
            }
        }
    }

    /// How values are spread.
    public static final class Histogram implements Family {
        private final String help;
        private final List<String> labels;
        private final double[] bounds;
        private final Map<List<String>, Cells> values = new ConcurrentHashMap<>();

        private record Cells(List<LongAdder> counts, LongAdder micros) {}

        private Histogram(String help, double[] bounds, List<String> labels) {
            this.help = help;
            this.bounds = bounds;
            this.labels = labels;
        }

        /// @param value in the histogram's unit
        public void observe(double value, String... labelValues) {
            Cells cells = values.computeIfAbsent(checked(labels, labelValues), key -> {
                List<LongAdder> counts =
                        Stream.generate(LongAdder::new).limit(bounds.length + 1).toList();
                return new Cells(counts, new LongAdder());
            });
            int at = 0;
            while (at < bounds.length && value > bounds[at]) {
                at++;
            }
            cells.counts().get(at).increment();
            cells.micros().add(Math.round(value * 1e6));
        }

        @Override
        public void write(String name, StringBuilder out) {
            head(out, name, "histogram", help);
            values.forEach((key, cells) -> {
                String pairs = pairs(labels, key);
                long sum = 0;
                for (int i = 0; i <= bounds.length; i++) {
                    sum += cells.counts().get(i).sum();
                    String bound = i == bounds.length ? "+Inf" : Double.toString(bounds[i]);
                    String le = "le=\"" + bound + "\"";
                    line(out, name + "_bucket", pairs.isEmpty() ? le : pairs + "," + le, (double) sum);
                }
                line(out, name + "_sum", pairs, cells.micros().sum() / 1e6);
                line(out, name + "_count", pairs, (double) sum);
            });
        }
    }

    /// Values that somebody else keeps.
    private record Asked(String type, String help, String label, Supplier<Map<String, ? extends Number>> values)
            implements Family {
        @Override
        public void write(String name, StringBuilder out) {
            head(out, name, type, help);
            values.get()
                    .forEach((key, value) -> line(
                            out,
                            name,
                            label.isEmpty() ? "" : pairs(List.of(label), List.of(key)),
                            value.doubleValue()));
        }
    }

    /// @param name as Prometheus wants it: `slipway_prompts_total`
    public Counter counter(String name, String help, String... labels) {
        return register(name, new Counter(help, List.of(labels)));
    }

    /// @param bounds upper bounds of the buckets, rising
    public Histogram histogram(String name, String help, double[] bounds, String... labels) {
        return register(name, new Histogram(help, bounds.clone(), List.of(labels)));
    }

    /// A value that is asked for when it is shown.
    public void gauge(String name, String help, Supplier<? extends Number> value) {
        register(name, new Asked("gauge", help, "", () -> Map.of("", value.get())));
    }

    /// Values that are asked for when they are shown, one for each value of a label.
    public void gauges(String name, String help, String label, Supplier<Map<String, ? extends Number>> values) {
        register(name, new Asked("gauge", help, label, values));
    }

    /// Sums that only grow and that somebody else keeps, one for each value of a label.
    public void sums(String name, String help, String label, Supplier<Map<String, ? extends Number>> values) {
        register(name, new Asked("counter", help, label, values));
    }

    /// A sum that only grows and that somebody else keeps.
    public void sum(String name, String help, Supplier<? extends Number> value) {
        sums(name, help, "", () -> Map.of("", value.get()));
    }

    /// All figures as they are now.
    String text() {
        StringBuilder out = new StringBuilder();
        families.forEach((name, family) -> family.write(name, out));
        return out.toString();
    }

    private <F extends Family> F register(String name, F family) {
        if (families.putIfAbsent(name, family) != null) {
            throw new IllegalArgumentException("Two metrics named " + name);
        }
        return family;
    }

    private static List<String> checked(List<String> labels, String... values) {
        if (values.length != labels.size()) {
            throw new IllegalArgumentException(labels + " takes other values than " + Arrays.toString(values));
        }
        return List.of(values);
    }

    private static void head(StringBuilder out, String name, String type, String help) {
        out.append("# HELP ").append(name).append(' ').append(help).append('\n');
        out.append("# TYPE ").append(name).append(' ').append(type).append('\n');
    }

    private static void line(StringBuilder out, String name, String pairs, double value) {
        out.append(name);
        if (!pairs.isEmpty()) {
            out.append('{').append(pairs).append('}');
        }
        out.append(' ');
        out.append(
                value == Math.rint(value) && Math.abs(value) < 1e15
                        ? Long.toString((long) value)
                        : String.format(Locale.ROOT, "%.6f", value));
        out.append('\n');
    }

    private static String pairs(List<String> labels, List<String> values) {
        StringBuilder pairs = new StringBuilder();
        for (int i = 0; i < labels.size(); i++) {
            String escaped =
                    values.get(i).replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
            pairs.append(i == 0 ? "" : ",")
                    .append(labels.get(i))
                    .append("=\"")
                    .append(escaped)
                    .append('"');
        }
        return pairs.toString();
    }
}
