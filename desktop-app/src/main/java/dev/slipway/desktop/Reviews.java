package dev.slipway.desktop;

import dev.slipway.code.Asking;
import dev.slipway.code.ChangeSource;
import dev.slipway.code.ChangesModel;
import dev.slipway.code.Shelf;
import dev.slipway.link.Link;
import dev.slipway.mirror.Mirror;
import dev.slipway.model.SessionId;
import dev.slipway.model.code.Diff;
import dev.slipway.model.code.FileContent;
import dev.slipway.model.code.Side;
import dev.slipway.model.forge.PullRequestRef;
import dev.slipway.model.wire.Endpoint;
import dev.slipway.model.wire.PullRequestCalls;
import dev.slipway.model.wire.SessionCalls;
import dev.slipway.navigation.Navigator;
import dev.slipway.pullrequest.PullRequestModel;
import dev.slipway.pullrequest.PullRequestsModel;
import dev.slipway.work.Work;
import dev.slipway.workbench.PullRequestPage;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// What is read and judged on one server: changes of sessions, pull requests.
final class Reviews {
    private final Link link;
    private final Mirror mirror;
    private final Work work;
    private final InstantSource clock;
    private final PullRequestsModel list;

    Reviews(Link link, Mirror mirror, Work work, InstantSource clock) {
        this.link = link;
        this.mirror = mirror;
        this.work = work;
        this.clock = clock;
        this.list = new PullRequestsModel(link, work, clock, mirror::draft, this::keep);
    }

    PullRequestsModel list() {
        return list;
    }

    ChangesModel changesOf(SessionId id) {
        return new ChangesModel(
                source(SessionCalls.DIFF, SessionCalls.FILE, Map.of("id", id.value())),
                shelf("session/" + id.value()),
                work,
                clock,
                Optional.of(prompt -> ask(id, prompt)),
                false);
    }

    PullRequestPage page(PullRequestRef ref, Navigator navigator, Consumer<String> browser) {
        Map<String, String> path =
                Map.of("repository", ref.repository().value(), "number", String.valueOf(ref.number()));
        ChangesModel changes = new ChangesModel(
                source(PullRequestCalls.DIFF, PullRequestCalls.FILE, path),
                shelf("pull/" + ref),
                work,
                clock,
                Optional.empty(),
                true);
        PullRequestModel pull = new PullRequestModel(ref, link, work, this::ask);
        return new PullRequestPage(pull, changes, list, session -> asking(session), navigator, browser);
    }

    private Asking asking(SessionId session) {
        return prompt -> ask(session, prompt);
    }

    private void ask(SessionId session, String prompt) {
        link.call(
                SessionCalls.PROMPT,
                Map.of("id", session.value()),
                new SessionCalls.NewPrompt(Optional.empty(), prompt, Optional.empty(), List.of(), Optional.empty()));
    }

    private ChangeSource source(
            Endpoint<Endpoint.Nothing, Diff> diff,
            Endpoint<Endpoint.Nothing, FileContent> file,
            Map<String, String> place) {
        return new ChangeSource() {
            @Override
            public Diff diff() {
                return link.call(diff, place);
            }

            @Override
            public FileContent file(String path, Side side) {
                Map<String, String> parameters = new HashMap<>(place);
                parameters.put("path", path);
                parameters.put("side", side.name());
                return link.call(file, parameters);
            }
        };
    }

    private Shelf shelf(String place) {
        return new Shelf() {
            @Override
            public Optional<String> read(String what) {
                return mirror.draft(what + "/" + place);
            }

            @Override
            public void write(String what, String text) {
                keep(what + "/" + place, text);
            }
        };
    }

    private void keep(String place, String text) {
        mirror.writeDraft(place, text);
        work.inOrder(() -> mirror.keepDraft(place));
    }
}
