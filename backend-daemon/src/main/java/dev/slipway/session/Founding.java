package dev.slipway.session;

import dev.slipway.forge.Repositories;
import dev.slipway.git.Mirror;
import dev.slipway.git.Workspaces;
import dev.slipway.llm.Models;
import dev.slipway.model.SessionId;
import dev.slipway.model.account.Author;
import dev.slipway.model.code.BranchName;
import dev.slipway.model.event.SessionEvent.SessionCreated;
import dev.slipway.model.problem.Problem;
import dev.slipway.model.session.ModelName;
import dev.slipway.model.wire.SessionCalls.NewSession;
import dev.slipway.pool.Leases;
import java.util.Optional;

/// Decides what a new session is made of: checks its repository, branch and model before anything is created.
final class Founding implements Sessions.NewSessions {
    private final Repositories repositories;
    private final Models models;
    private final Leases leases;

    Founding(Repositories repositories, Models models, Leases leases) {
        this.repositories = repositories;
        this.models = models;
        this.leases = leases;
    }

    @Override
    public void inherit(SessionCreated session, NewSession request) {
        request.draft()
                .ifPresent(draft -> leases.inherit(
                        draft,
                        session.creator().user(),
                        new Leases.Wish(session.session(), session.repository(), session.base(), Optional.empty())));
    }

    @Override
    public ModelName model(ModelName asked) {
        String full = models.resolve(asked.value());
        models.client(full);
        return new ModelName(full);
    }

    @Override
    public SessionCreated found(SessionId id, NewSession request, Author by) {
        Mirror mirror = repositories.mirror(request.repository());
        BranchName base = request.branch().orElseGet(mirror::defaultBranch);
        boolean unborn =
                base.equals(mirror.defaultBranch()) && mirror.branches().isEmpty();
        if (mirror.tip(base).isEmpty() && !unborn) {
            throw Problem.unknown(
                            "unknown-branch",
                            "There is no such branch",
                            request.repository().value() + " has no branch \"" + base.value() + "\".")
                    .withRemedy("`slipway repo branches " + request.repository().value() + "` shows those it has.")
                    .toException();
        }
        ModelName model = model(request.model().orElseGet(this::standardModel));
        String title = SessionTitles.title(request.title().or(request::prompt).orElse("New session"));
        return new SessionCreated(id, request.repository(), base, Workspaces.branchFor(id, title), model, by, title);
    }

    private ModelName standardModel() {
        return models.standard()
                .map(ModelName::new)
                .orElseThrow(
                        () -> Problem.unavailable("no-model", "There is no model", "No model provider is configured.")
                                .withRemedy(Models.HOW_TO_GET_ONE)
                                .toException());
    }
}
