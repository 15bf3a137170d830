package dev.slipway.sessions;

import dev.slipway.control.Amounts;
import dev.slipway.model.session.SessionSummary;
import dev.slipway.model.session.Usage;
import dev.slipway.words.Words;

/// What is said of a session in words and figures, wherever it shows.
public final class SessionFacts {
    private SessionFacts() {}

    /// How it stands, such as `running` or `needs you`.
    public static String stand(SessionSummary session) {
        return Words.text("stand." + Stand.of(session).name());
    }

    /// What a person reads of its branch: not that it is Slipway's, nor the session's id.
    public static String branch(SessionSummary session) {
        String name = session.branch().value().replaceFirst("^slipway/", "");
        String id = session.id().value() + "-";
        return name.startsWith(id) ? name.substring(id.length()) : name;
    }

    /// What it has cost so far, such as `$1.28`.
    public static String cost(SessionSummary session) {
        return Amounts.dollars(session.cost().known().microUsd());
    }

    /// What the cost is made of, a line each.
    public static String usage(SessionSummary session) {
        Usage usage = session.usage();
        String all = Words.text("sessions.usage", usage.input(), usage.cacheRead(), usage.cacheWrite(), usage.output());
        return session.cost().complete() ? all : all + "\n" + Words.text("sessions.usage.incomplete");
    }
}
