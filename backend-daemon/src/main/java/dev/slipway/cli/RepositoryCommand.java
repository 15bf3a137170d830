package dev.slipway.cli;

import dev.slipway.model.code.BranchName;
import dev.slipway.model.code.CommitId;
import dev.slipway.model.code.Repository;
import dev.slipway.model.code.RepositoryId;
import dev.slipway.model.fleet.PoolId;
import dev.slipway.model.problem.Problem;
import dev.slipway.model.wire.PoolCalls;
import dev.slipway.model.wire.RepositoryCalls;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Repositories of the local forge.
@Command(name = "repo", description = "Add, list, fetch and remove repositories.", synopsisSubcommandLabel = "COMMAND")
final class RepositoryCommand {
    private static final String NAME = "Its name here, as `slipway repo list` shows it.";

    private final Slipway slipway;

    RepositoryCommand(Slipway slipway) {
        this.slipway = slipway;
    }

    @Command(name = "add", description = "Import a repository from a path or URL, or create an empty one.")
    int add(
            @Parameters(
                            arity = "0..1",
                            paramLabel = "PATH_OR_URL",
                            description =
                                    "Where to import from; leave it out, and give --name, to create an empty one.")
                    @Nullable String origin,
            @Option(
                            names = "--name",
                            paramLabel = "NAME",
                            description = "Its name here; else made from the last part of the path or URL.")
                    @Nullable String name,
            @Option(
                            names = "--default-branch",
                            paramLabel = "BRANCH",
                            description = "The branch that sessions start from; else as at the origin.")
                    @Nullable String branch)
            throws InterruptedException {
        if (origin == null && name == null) {
            throw Problem.invalid(
                            "no-repository", "Which repository?", "Neither a place to import from is given nor a name.")
                    .withRemedy(
                            "slipway repo add PATH_OR_URL imports one; slipway repo add --name NAME creates an empty one.")
                    .toException();
        }
        RepositoryChoice choice = new RepositoryChoice(slipway);
        var answer = slipway.api()
                .call(RepositoryCalls.ADD)
                .patiently()
                .send(new RepositoryCalls.NewRepository(
                        Optional.ofNullable(name).map(RepositoryId::new),
                        Optional.ofNullable(origin).map(choice::origin),
                        Optional.ofNullable(branch).map(BranchName::new)));
        if (!slipway.printedAsJson(answer)) {
            print(answer.value());
        }
        return ExitCode.OK;
    }

    @Command(name = "list", description = "List repositories by name.")
    int list() throws InterruptedException {
        var answer = slipway.api().call(RepositoryCalls.LIST).send();
        if (slipway.printedAsJson(answer)) {
            return ExitCode.OK;
        }
        List<List<String>> rows = new ArrayList<>();
        for (Repository repository : answer.value().repositories()) {
            rows.add(List.of(
                    repository.id().value(),
                    repository.defaultBranch().value(),
                    repository.head().map(CommitId::abbreviated).orElse("empty"),
                    SafeText.line(repository.origin().orElse("(created here)"), 100)));
        }
        slipway.console().table(rows);
        if (rows.isEmpty()) {
            slipway.console().aside("No repositories. Add one: slipway repo add PATH_OR_URL");
        }
        return ExitCode.OK;
    }

    @Command(name = "show", description = "Show a repository.")
    int show(@Parameters(paramLabel = "NAME", description = NAME) String name) throws InterruptedException {
        var answer = slipway.api().call(RepositoryCalls.GET, name).send();
        if (!slipway.printedAsJson(answer)) {
            print(answer.value());
        }
        return ExitCode.OK;
    }

    @Command(name = "branches", description = "List the branches of a repository.")
    int branches(@Parameters(paramLabel = "NAME", description = NAME) String name) throws InterruptedException {
        var answer = slipway.api().call(RepositoryCalls.BRANCHES, name).send();
        if (!slipway.printedAsJson(answer)) {
            slipway.console()
                    .table(answer.value().branches().stream()
                            .map(branch -> List.of(
                                    branch.head().abbreviated(), branch.name().value()))
                            .toList());
            if (answer.value().branches().isEmpty()) {
                slipway.console().aside("No branches yet.");
            }
        }
        return ExitCode.OK;
    }

    @Command(name = "fetch", description = "Bring in what is new at the origin.")
    int fetch(@Parameters(paramLabel = "NAME", description = NAME) String name) throws InterruptedException {
        var answer = slipway.api().call(RepositoryCalls.FETCH, name).patiently().send();
        if (!slipway.printedAsJson(answer)) {
            print(answer.value());
        }
        return ExitCode.OK;
    }

    @Command(
            name = "pool",
            description = "Show in which pool of hosts a repository's sandboxes are to be, or change it.")
    int pool(
            @Parameters(paramLabel = "NAME", description = NAME) String name,
            @Parameters(arity = "0..1", paramLabel = "POOL", description = "As `slipway pool list` shows it.") @Nullable String pool,
            @Option(names = "--any", description = "Let it have any host.") boolean any)
            throws InterruptedException {
        if (pool != null && any) {
            throw Problem.invalid("pool-or-any", "Which of the two?", "Both a pool and --any are given.")
                    .toException();
        }
        var answer = pool == null && !any
                ? slipway.api().call(PoolCalls.CHOICE, name).send()
                : slipway.api()
                        .call(PoolCalls.CHOOSE, name)
                        .send(new PoolCalls.PoolWish(Optional.ofNullable(pool).map(PoolId::new)));
        if (!slipway.printedAsJson(answer)) {
            slipway.console()
                    .line(answer.value().pool().map(PoolId::value).orElse("any host that is not kept for a pool"));
        }
        return ExitCode.OK;
    }

    @Command(name = "remove", description = "Remove a repository that no session uses.")
    int remove(@Parameters(paramLabel = "NAME", description = NAME) String name) throws InterruptedException {
        slipway.api().call(RepositoryCalls.REMOVE, name).send();
        if (!slipway.json) {
            slipway.console().line("Removed " + name + ".");
        }
        return ExitCode.OK;
    }

    private void print(Repository repository) {
        Console console = slipway.console();
        console.line(console.bold(repository.id().value()) + "  "
                + repository.defaultBranch().value() + " at "
                + repository.head().map(CommitId::abbreviated).orElse("no commit yet"));
        repository.origin().ifPresent(origin -> console.line("from   " + SafeText.line(origin, 300)));
        console.line("clone  git clone " + slipway.address().url() + repository.cloneUrl()
                + console.dim("   (any user name; the password is a token)"));
        repository.notices().forEach(notice -> console.line(console.yellow("! " + SafeText.line(notice, 300))));
    }
}
