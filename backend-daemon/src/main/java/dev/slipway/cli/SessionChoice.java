package dev.slipway.cli;

import dev.slipway.model.SessionId;
import dev.slipway.model.problem.Problem;
import dev.slipway.model.problem.ProblemException;
import dev.slipway.model.session.SessionSummary;
import dev.slipway.model.wire.SessionCalls;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Finds the session that a person means: by its id, by the beginning or end of it, or by `last` for the newest (an id
/// has no letter L).
final class SessionChoice {
    private static final int PAGE = 500;
    private static final int MOST_SHOWN = 5;

    private final Api api;

    SessionChoice(Api api) {
        this.api = api;
    }

    SessionId find(String text) throws InterruptedException {
        String wanted = text.toLowerCase(Locale.ROOT);
        if (wanted.matches("[0-9a-hjkmnp-tv-z]{13}")) {
            return new SessionId(wanted);
        }
        boolean last = wanted.equals("last");
        if (!last && !wanted.matches("[0-9a-hjkmnp-tv-z]{1,12}")) {
            return new SessionId(text);
        }
        List<SessionSummary> found = new ArrayList<>();
        Optional<String> cursor = Optional.empty();
        do {
            var call = api.call(SessionCalls.LIST).with("limit", last ? 1 : PAGE);
            cursor.ifPresent(value -> call.with("cursor", value));
            SessionCalls.SessionPage page = call.value();
            for (SessionSummary summary : page.sessions()) {
                String id = summary.id().value();
                if (last || id.startsWith(wanted) || id.endsWith(wanted)) {
                    found.add(summary);
                }
            }
            cursor = last ? Optional.empty() : page.next();
        } while (cursor.isPresent());
        return switch (found.size()) {
            case 0 -> throw none(text);
            case 1 -> found.getFirst().id();
            default -> throw several(text, found);
        };
    }

    private static ProblemException none(String text) {
        return Problem.unknown(
                        "unknown-session",
                        "There is no such session",
                        "No session's id is or abbreviates to \"" + text + "\".")
                .withRemedy("`slipway sessions` lists them.")
                .toException();
    }

    private static ProblemException several(String text, List<SessionSummary> found) {
        StringBuilder detail = new StringBuilder("\"" + text + "\" could be");
        found.stream()
                .limit(MOST_SHOWN)
                .forEach(session -> detail.append("\n")
                        .append(session.id().value())
                        .append("  ")
                        .append(SafeText.line(session.title(), 60)));
        if (found.size() > MOST_SHOWN) {
            detail.append("\nand ").append(found.size() - MOST_SHOWN).append(" more");
        }
        return Problem.invalid("ambiguous-session", "Several sessions fit", detail.toString())
                .withRemedy("Give more of the id.")
                .toException();
    }
}
