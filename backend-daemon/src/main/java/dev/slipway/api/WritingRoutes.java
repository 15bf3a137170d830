package dev.slipway.api;

import dev.slipway.model.SessionId;
import dev.slipway.model.code.BranchName;
import dev.slipway.model.code.RepositoryId;
import dev.slipway.model.problem.Problem;
import dev.slipway.model.session.DraftId;
import dev.slipway.model.wire.Endpoint;
import dev.slipway.model.wire.WritingCalls;
import dev.slipway.pool.Leases;
import dev.slipway.session.Sessions;
import java.util.List;
import java.util.Optional;

/// What a person who writes a prompt may refer to.
final class WritingRoutes {
    private static final int MOST_FILES = 200;
    private static final int USUAL_FILES = 20;
    private static final int LONGEST_QUERY = 100;

    private final Sessions sessions;
    private final ApiServices.Fleet fleet;

    WritingRoutes(Sessions sessions, ApiServices.Fleet fleet) {
        this.sessions = sessions;
        this.fleet = fleet;
    }

    List<Route<?, ?>> routes() {
        return List.of(
                Route.of(WritingCalls.SESSION_FILES, call -> sessions.files(session(call), query(call), limit(call))),
                Route.of(
                        WritingCalls.REPOSITORY_FILES,
                        call -> sessions.files(repository(call), branch(call), query(call), limit(call))),
                Route.of(WritingCalls.SESSION_COMMANDS, call -> sessions.commands(session(call))),
                Route.of(WritingCalls.REPOSITORY_COMMANDS, call -> sessions.commands(repository(call), branch(call))),
                Route.of(WritingCalls.WARM, this::warm));
    }

    private Endpoint.Nothing warm(Call<Endpoint.Nothing> call) {
        Leases leases = fleet.leases();
        Optional<DraftId> draft = call.query("draft").map(DraftId::new);
        if (draft.isPresent() && leases.isOn()) {
            leases.typing(draft.get(), call.caller().id(), repository(call), branch(call));
        } else {
            leases.foresee(repository(call), branch(call));
        }
        return new Endpoint.Nothing();
    }

    private static SessionId session(Call<?> call) {
        return new SessionId(call.path("id"));
    }

    private static RepositoryId repository(Call<?> call) {
        return new RepositoryId(call.path("repository"));
    }

    private static Optional<BranchName> branch(Call<?> call) {
        return call.query("branch").map(BranchName::new);
    }

    private static int limit(Call<?> call) {
        return (int) call.number("limit", 1, MOST_FILES, USUAL_FILES);
    }

    private static String query(Call<?> call) {
        String query = call.query("query").orElse("");
        if (query.length() > LONGEST_QUERY) {
            throw Problem.invalid(
                            "malformed-parameter",
                            "A query parameter can't be understood",
                            "`query` has " + LONGEST_QUERY + " characters at most.")
                    .toException();
        }
        return query;
    }
}
