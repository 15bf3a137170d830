package dev.slipway.api;

import dev.slipway.git.DiffLimits;
import dev.slipway.journal.Journal;
import dev.slipway.model.SessionId;
import dev.slipway.model.account.UserId;
import dev.slipway.model.code.Diff;
import dev.slipway.model.code.RepositoryId;
import dev.slipway.model.code.Side;
import dev.slipway.model.event.BlockId;
import dev.slipway.model.event.Envelope;
import dev.slipway.model.event.LiveText;
import dev.slipway.model.session.PromptId;
import dev.slipway.model.session.SessionState;
import dev.slipway.model.wire.Endpoint;
import dev.slipway.model.wire.Json;
import dev.slipway.model.wire.SessionCalls;
import dev.slipway.model.wire.SessionCalls.EventPage;
import dev.slipway.model.wire.SessionCalls.Resumed;
import dev.slipway.model.wire.SessionCalls.SessionPage;
import dev.slipway.session.SessionQuery;
import dev.slipway.session.Sessions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// Sessions, their prompts and their journals.
final class SessionRoutes {
    private static final int BODY_WITH_ATTACHMENTS = 20 * 1024 * 1024;
    private static final int USUAL_PAGE = 50;
    private static final int MOST_EVENTS = 5_000;
    private static final int USUAL_EVENTS = 500;

    /// A page of events ends soon after it has so many characters of JSON.
    private static final long MOST_TEXT = 8 * 1024 * 1024;

    /// Events read at once, as long as it is not known whether they are large.
    private static final int FEW = 20;

    private final Sessions sessions;

    SessionRoutes(Sessions sessions) {
        this.sessions = sessions;
    }

    List<Route<?, ?>> routes() {
        return List.of(
                Route.of(SessionCalls.CREATE, call -> sessions.create(call.body(), call.caller()))
                        .bodyUpTo(BODY_WITH_ATTACHMENTS)
                        .creates(made -> "/sessions/" + made.id().value()),
                Route.of(SessionCalls.LIST, this::list),
                Route.of(SessionCalls.GET, call -> sessions.detail(id(call))),
                Route.of(SessionCalls.CHANGE, call -> sessions.change(id(call), call.body(), call.caller())),
                Route.of(SessionCalls.PROMPT, call -> sessions.prompt(id(call), call.body(), call.caller()))
                        .bodyUpTo(BODY_WITH_ATTACHMENTS),
                Route.of(
                        SessionCalls.CHANGE_PROMPT,
                        call -> sessions.changePrompt(id(call), prompt(call), call.body(), call.caller())),
                Route.of(SessionCalls.WITHDRAW_PROMPT, this::withdraw),
                Route.of(SessionCalls.STOP, call -> sessions.stop(id(call), call.caller())),
                Route.of(SessionCalls.RESUME, call -> new Resumed(sessions.resume(id(call)))),
                Route.of(SessionCalls.FORK, call -> sessions.fork(id(call), call.body(), call.caller()))
                        .creates(made -> "/sessions/" + made.id().value()),
                Route.of(SessionCalls.SYNC, call -> sessions.sync(id(call))),
                Route.of(SessionCalls.EVENTS, this::events),
                Route.of(SessionCalls.DIFF, this::diff),
                Route.of(
                        SessionCalls.FILE,
                        call -> sessions.file(
                                id(call),
                                call.required("path"),
                                call.oneOf("side", Side.class).orElse(Side.AFTER))));
    }

    private enum Order {
        CREATED,
        UPDATED
    }

    private SessionPage list(Call<Endpoint.Nothing> call) {
        Sessions.Listing page = sessions.list(
                new SessionQuery(
                        call.query("repository").map(RepositoryId::new),
                        call.oneOf("state", SessionState.class),
                        call.query("person").map(UserId::new),
                        SessionQuery.words(call.query("search").orElse("")),
                        call.query("archived").map(_ -> call.flag("archived", false)),
                        call.oneOf("order", Order.class).orElse(Order.CREATED) == Order.UPDATED),
                call.query("cursor"),
                (int) call.number("limit", 1, Sessions.MAX_PAGE, USUAL_PAGE));
        return new SessionPage(page.sessions(), page.next());
    }

    private Endpoint.Nothing withdraw(Call<Endpoint.Nothing> call) {
        sessions.withdraw(id(call), prompt(call), call.caller());
        return new Endpoint.Nothing();
    }

    private Diff diff(Call<Endpoint.Nothing> call) throws InterruptedException {
        return sessions.diff(id(call), call.flag("patches", true) ? DiffLimits.REVIEW : DiffLimits.NAMES);
    }

    private EventPage events(Call<Endpoint.Nothing> call) {
        Journal journal = sessions.journal(id(call));
        long from = call.number("from", Long.MIN_VALUE, Long.MAX_VALUE, 1);
        int limit = (int) call.number("limit", 1, MOST_EVENTS, USUAL_EVENTS);
        return events(journal, from, limit);
    }

    /// A page of a journal. It may end before the limit when its events are large; a client goes on from there.
    /// @param from negative: that many before the end
    static EventPage events(Journal journal, long from, int limit) {
        List<LiveText> live = journal.live(); // before the rows: what a row has ended meanwhile is dropped below
        long last = journal.last();
        long next = Math.max(1, from < 0 ? last + 1 + Math.max(from, -last) : from);
        List<Envelope> events = new ArrayList<>();
        long text = 0;
        for (int step = FEW; events.size() < limit && text < MOST_TEXT; step = text < MOST_TEXT / 8 ? step * 2 : FEW) {
            List<Envelope> more = journal.read(next, Math.min(step, limit - events.size()));
            if (more.isEmpty()) {
                break;
            }
            events.addAll(more);
            next = more.getLast().seq() + 1;
            text += more.stream().mapToLong(row -> Json.write(row).length()).sum();
        }
        last = Math.max(last, next - 1);
        boolean upToNow = next > last;
        Set<BlockId> ended =
                events.stream().flatMap(row -> row.event().ends().stream()).collect(Collectors.toSet());
        live = live.stream().filter(piece -> !ended.contains(piece.block())).toList();
        return new EventPage(events, upToNow ? live : List.of(), last);
    }

    private static SessionId id(Call<?> call) {
        return new SessionId(call.path("id"));
    }

    private static PromptId prompt(Call<?> call) {
        return new PromptId(call.path("prompt"));
    }
}
