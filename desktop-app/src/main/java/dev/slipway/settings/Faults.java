package dev.slipway.settings;

import dev.slipway.words.Words;
import java.net.URI;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What is wrong with what stands in a field, in words; empty while nothing is, or nothing is there yet.
final class Faults {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,60}");
    private static final Pattern MODEL = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:@/+-]{0,130}");
    private static final Pattern USER = Pattern.compile("[a-z0-9][a-z0-9._-]{0,38}");
    private static final Pattern HOST = Pattern.compile("[a-z0-9](?:[a-z0-9.-]{0,61}[a-z0-9])?");
    private static final Pattern LABEL = Pattern.compile("[a-z0-9](?:[a-z0-9._=-]{0,61}[a-z0-9])?");
    private static final Pattern SSH =
            Pattern.compile("\\w[\\w.\\\\-]*@(?:\\[[0-9a-fA-F:.%]+]|\\w[\\w.-]*)(?::([1-9]\\d{0,4}))?");
    private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{1,1000}");
    private static final int LONGEST_LINE = 200;

    private Faults() {}

    static String key(String text) {
        String key = text.strip();
        return key.isEmpty() || KEY.matcher(key).matches() ? "" : Words.text("settings.fault.key");
    }

    static String providerName(String text) {
        String name = text.strip();
        if (name.equals("rehearsal")) {
            return Words.text("settings.fault.rehearsal");
        }
        return name.isEmpty() || NAME.matcher(name).matches() ? "" : Words.text("settings.fault.provider");
    }

    static String model(String text) {
        String name = text.strip();
        return name.isEmpty() || MODEL.matcher(name).matches() ? "" : Words.text("settings.fault.model");
    }

    static String address(String text) {
        String address = text.strip();
        if (address.isEmpty()) {
            return "";
        }
        try {
            URI uri = URI.create(address);
            boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            if (!web || uri.getHost() == null) {
                return Words.text("settings.fault.address");
            }
            boolean plain = uri.getUserInfo() == null && uri.getQuery() == null && uri.getFragment() == null;
            return plain ? "" : Words.text("settings.fault.plainAddress");
        } catch (IllegalArgumentException e) {
            return Words.text("settings.fault.address");
        }
    }

    static String user(String text) {
        return text.isEmpty() || USER.matcher(text.strip()).matches() ? "" : Words.text("settings.fault.user");
    }

    /// A name or address as it stands in commits.
    static String line(String text) {
        boolean bad = text.length() > LONGEST_LINE
                || text.chars().anyMatch(c -> c == '<' || c == '>' || Character.isISOControl(c));
        return bad ? Words.text("settings.fault.line") : "";
    }

    /// An SSH server as `user@host:port`.
    static String ssh(String text) {
        String address = text.strip();
        Matcher parts = SSH.matcher(address);
        if (address.isEmpty()) {
            return "";
        }
        if (!parts.matches()) {
            return Words.text("settings.fault.ssh");
        }
        boolean real = parts.group(1) == null || Integer.parseInt(parts.group(1)) <= 65_535;
        return real ? "" : Words.text("settings.fault.port");
    }

    static String host(String text) {
        String id = text.strip();
        return id.isEmpty() || HOST.matcher(id).matches() ? "" : Words.text("settings.fault.host");
    }

    /// Between spaces or commas.
    static String labels(String text) {
        return Arrays.stream(text.split("[,\\s]+", -1))
                .filter(label -> !label.isEmpty() && !LABEL.matcher(label).matches())
                .findFirst()
                .map(label -> Words.text("settings.fault.label", label))
                .orElse("");
    }

    static String capacity(String text) {
        String most = text.strip();
        boolean number = most.matches("\\d{1,5}") && Integer.parseInt(most) <= 10_000;
        return most.isEmpty() || number ? "" : Words.text("settings.fault.capacity");
    }

    static String directory(String text) {
        String path = text.strip();
        boolean good = path.isEmpty() || (path.startsWith("/") && !path.endsWith("/"));
        return good ? "" : Words.text("settings.fault.directory");
    }

    static String days(String text) {
        String days = text.strip();
        boolean number = days.matches("\\d{1,4}") && Integer.parseInt(days) >= 1 && Integer.parseInt(days) <= 3_650;
        boolean good = days.isEmpty() || number;
        return good ? "" : Words.text("settings.fault.days");
    }

    static String origin(String text) {
        String origin = text.strip();
        if (origin.isEmpty() || origin.startsWith("/") || origin.matches("(?i)(https?|ssh|file)://.+")) {
            return "";
        }
        return origin.matches("[^/\\s]+:[^:].*") && !origin.contains("://") ? "" : Words.text("settings.fault.origin");
    }
}
