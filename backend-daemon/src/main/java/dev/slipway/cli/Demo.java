package dev.slipway.cli;

import dev.slipway.model.account.User;
import dev.slipway.model.account.UserId;
import dev.slipway.model.code.Repository;
import dev.slipway.model.code.RepositoryId;
import dev.slipway.model.forge.PullRequest;
import dev.slipway.model.forge.PullRequestRef;
import dev.slipway.model.forge.PullRequestState;
import dev.slipway.model.forge.Review;
import dev.slipway.model.problem.Problem;
import dev.slipway.model.problem.ProblemException;
import dev.slipway.model.session.ModelName;
import dev.slipway.model.session.SessionSummary;
import dev.slipway.model.statistics.Statistics;
import dev.slipway.model.wire.PullRequestCalls;
import dev.slipway.model.wire.PullRequestCalls.Merge;
import dev.slipway.model.wire.PullRequestCalls.NewReview;
import dev.slipway.model.wire.ServerCalls;
import dev.slipway.model.wire.SessionCalls;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The story of the demo, told as it happens: from a prompt to a merged pull request. Every step is what a person could
/// do by a command of their own, and is checked: what does not come out as told fails the demo.
final class Demo {
    private static final ModelName MODEL = new ModelName("rehearsal/demo");
    private static final UserId REVIEWER = new UserId("grace");

    private final Surroundings surroundings;
    private final DaemonProcess daemon;
    private final Path place;
    private final DemoWindow window;
    private final Git git;
    private final Console console;
    private final Slipway slipway;
    private final Slipway reviewer;
    private int step;

    /// @param shown        whose output options hold
    /// @param surroundings with the demo's own home
    /// @param window       shows the session, if one is wanted
    Demo(Slipway shown, Surroundings surroundings, DaemonProcess daemon, Path place, DemoWindow window) {
        this.surroundings = surroundings;
        this.daemon = daemon;
        this.place = place;
        this.window = window;
        this.git = new Git(surroundings.environment());
        this.console = shown.console();
        this.slipway = shown.in(surroundings, Optional.empty());
        this.reviewer = shown.in(surroundings, Optional.of(REVIEWER));
    }

    void play() throws InterruptedException {
        startDaemon();
        Repository repository = importSample();
        User owner = slipway.api().call(ServerCalls.ME).value();
        SessionSummary session = prompt(repository, owner);
        PullRequestRef pullRequest = follow(session);
        refuseOwnApproval(pullRequest, owner);
        PullRequest merged = reviewAndMerge(pullRequest);
        showMerged(repository, owner, merged);
        showStatistics();
    }

    private void startDaemon() throws InterruptedException {
        step("A daemon starts, with a port and a home of its own.");
        long begun = System.nanoTime();
        String url = daemon.start(Map.of(), List.of());
        say("It listens at " + url + " after " + Wording.duration(Duration.ofNanos(System.nanoTime() - begun))
                + "; its home is " + Home.of(surroundings).directory() + ".");
        for (ServerCalls.Check check :
                slipway.api().call(ServerCalls.HEALTH).value().checks()) {
            // That there is no real model is said where the rehearsal comes in.
            if (!check.ok() && !check.name().equals("models")) {
                say(console.yellow("✗ " + SafeText.line(check.name() + ": " + check.detail(), 300)));
            }
        }
    }

    private Repository importSample() throws InterruptedException {
        step("A small git repository is imported into the daemon's own forge.");
        Path sample = place.resolve(SampleRepository.NAME);
        SampleRepository.create(sample, git);
        Repository repository = new RepositoryChoice(slipway)
                .add(sample.toString(), Optional.of(new RepositoryId(SampleRepository.NAME)));
        say(SampleRepository.NAME + ": a shell script that tells what a boat pays for its berth, with its checks.");
        return repository;
    }

    private SessionSummary prompt(Repository repository, User owner) throws InterruptedException {
        step("You, " + SafeText.line(owner.author().ident(), 200) + ", give an agent a prompt.");
        tell(console.yellow("   The model is a scripted rehearsal: it plays what was written down before. All else is"
                + " real: the daemon,\n   the sandbox, the files, the checks that run, git, the pull request."));
        tell("");
        SessionSummary session = slipway.api()
                .call(SessionCalls.CREATE)
                .value(new SessionCalls.NewSession(
                        repository.id(),
                        Optional.empty(),
                        Optional.of(MODEL),
                        Optional.of(SampleRepository.PROMPT),
                        List.of(),
                        Optional.empty()));
        window.open(slipway.address(), session.id());
        return session;
    }

    private PullRequestRef follow(SessionSummary session) throws InterruptedException {
        int ended = new Following(slipway, session.id(), new Following.Until.TurnOf(Optional.empty()))
                .withoutFarewell()
                .run(1);
        SessionSummary now = slipway.api()
                .call(SessionCalls.GET, session.id().value())
                .value()
                .summary();
        if (ended != ExitCode.OK || now.pullRequest().isEmpty()) {
            throw failed("The agent did not get as far as a pull request.");
        }
        return now.pullRequest().get();
    }

    private void refuseOwnApproval(PullRequestRef pullRequest, User owner) throws InterruptedException {
        step("You try to approve what you prompted.");
        try {
            review(slipway, pullRequest, "Looks good to me, and I should know.");
        } catch (ProblemException refusal) {
            if (refusal.problem().kind() != Problem.Kind.FORBIDDEN) {
                throw refusal;
            }
            say(console.red(refusal.problem().title()) + ". "
                    + SafeText.line(refusal.problem().detail(), 300));
            return;
        }
        throw failed(owner.id().value() + " could approve the pull request of the own prompt.");
    }

    private PullRequest reviewAndMerge(PullRequestRef pullRequest) throws InterruptedException {
        step("Grace, who did not prompt, joins; she reads the change, approves and merges it.");
        String token = slipway.api()
                .call(ServerCalls.ADD_USER)
                .value(new ServerCalls.NewUser(REVIEWER, "Grace Hopper", "grace@harbour.example", Optional.empty()))
                .token();
        slipway.home().save(REVIEWER, token);
        var diff = reviewer.api()
                .call(PullRequestCalls.DIFF, pullRequest.repository().value(), pullRequest.number())
                .send();
        if (!slipway.printedAsJson(diff)) {
            new DiffView(slipway).print(diff.value(), false);
        }
        PullRequest reviewed = review(reviewer, pullRequest, "The checks say it all.");
        var answer = reviewer.api()
                .call(PullRequestCalls.MERGE, pullRequest.repository().value(), pullRequest.number())
                .send(new Merge(Optional.empty(), Optional.of(reviewed.headCommit()), Optional.empty()));
        PullRequest merged = answer.value();
        if (merged.state() != PullRequestState.MERGED) {
            throw failed("The pull request is " + PullRequestWords.state(merged) + " after its merge.");
        }
        slipway.printedAsJson(answer);
        merged.reviews().forEach(one -> say(PullRequestWords.review(one, merged)));
        say("Merged: " + PullRequestWords.line(merged));
        return merged;
    }

    private void showMerged(Repository repository, User owner, PullRequest merged) throws InterruptedException {
        step("Anyone with a token clones the result.");
        String url = slipway.address().url() + repository.cloneUrl();
        say("git clone " + url + "     (the password is a token)");
        Path clone = place.resolve("clone");
        git.run(place, credentials(), "clone", "--quiet", url, clone.toString());
        String log = git.run(
                clone, Map.of(), "log", "--format=%h %s%n        author %an <%ae>, committer %cn <%ce>", "main");
        log.lines().forEach(line -> say(SafeText.of(line, false)));
        String authors = git.run(
                clone,
                Map.of(),
                "log",
                "--no-merges",
                "--format=%an <%ae>",
                merged.headCommit().value());
        if (!authors.startsWith(owner.author().ident() + "\n")) {
            throw failed("The commit is not by the person who prompted, but by "
                    + authors.lines().findFirst().orElse("no one") + ".");
        }
    }

    private void showStatistics() throws InterruptedException {
        step("The figure that counts.");
        var answer = slipway.api().call(ServerCalls.STATISTICS).send();
        Statistics figures = answer.value();
        if (!slipway.printedAsJson(answer)) {
            say(console.bold(StatisticsCommand.sentence(figures)));
        }
        if (figures.sessions() != 1 || figures.sessionsWithMergedPullRequest() != 1) {
            throw failed("The statistics should count one session, with a merged pull request.");
        }
    }

    private static PullRequest review(Slipway as, PullRequestRef pullRequest, String words)
            throws InterruptedException {
        return as.api()
                .call(PullRequestCalls.REVIEW, pullRequest.repository().value(), pullRequest.number())
                .value(new NewReview(Review.Verdict.APPROVE, Optional.of(words), List.of()));
    }

    /// By environment rather than by address, as anyone can read a command line.
    private Map<String, String> credentials() {
        return Map.of(
                "GIT_CONFIG_COUNT", "1",
                "GIT_CONFIG_KEY_0", "http.extraHeader",
                "GIT_CONFIG_VALUE_0",
                        "Authorization: Bearer " + slipway.address().token());
    }

    private void step(String text) {
        step++;
        tell("");
        tell(console.bold(step + ". " + text));
    }

    private void say(String text) {
        tell("   " + text);
    }

    /// Beside the output proper where that is for programs.
    private void tell(String text) {
        if (slipway.json) {
            console.aside(text);
        } else {
            console.line(text);
        }
    }

    private ProblemException failed(String why) {
        return Problem.of(Problem.Kind.INTERNAL, "demo-failed", "The demo failed in step " + step, why)
                .withRemedy("Please report it, with the output above.")
                .toException();
    }
}
