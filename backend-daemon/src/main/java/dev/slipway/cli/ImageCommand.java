package dev.slipway.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.slipway.model.code.CommitId;
import dev.slipway.model.fleet.HostId;
import dev.slipway.model.fleet.ImageBuild;
import dev.slipway.model.fleet.ImageId;
import dev.slipway.model.fleet.ImageStatus;
import dev.slipway.model.problem.Problem;
import dev.slipway.model.wire.ImageCalls;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// What sessions of a repository start from.
@Command(
        name = "image",
        description = "Images of repositories: what their sessions start from.",
        synopsisSubcommandLabel = "(list | build | show | log | cancel | secrets)")
final class ImageCommand {
    private static final String IMAGE =
            "An id as `slipway image list NAME` shows it; the latest that was not skipped unless given.";
    private static final int LONGEST_SECRET = 1 << 16;

    private final Slipway slipway;

    ImageCommand(Slipway slipway) {
        this.slipway = slipway;
    }

    @Command(name = "list", description = "List the images of all repositories, or the builds of one.")
    int list(
            @Parameters(arity = "0..1", paramLabel = "NAME", description = "A repository.") @Nullable String repository)
            throws InterruptedException {
        return repository == null ? listAll() : listOf(repository);
    }

    private int listAll() throws InterruptedException {
        var answer = slipway.api().call(ImageCalls.ALL).send();
        if (slipway.printedAsJson(answer)) {
            return ExitCode.OK;
        }
        Instant now = Instant.now();
        List<List<String>> rows = new ArrayList<>();
        for (ImageCalls.ImageOf image : answer.value().images()) {
            rows.add(List.of(
                    image.repository().value(),
                    image.latest().map(ImageCommand::status).orElse("not built yet"),
                    image.good()
                            .map(good -> "at " + commit(good) + ", " + age(good, now))
                            .orElse("bare checkout")));
        }
        slipway.console().table(rows);
        return ExitCode.OK;
    }

    private int listOf(String repository) throws InterruptedException {
        var answer = slipway.api().call(ImageCalls.LIST, repository).send();
        if (slipway.printedAsJson(answer)) {
            return ExitCode.OK;
        }
        Instant now = Instant.now();
        slipway.console()
                .table(answer.value().builds().stream()
                        .map(build -> row(build, now))
                        .toList());
        slipway.console().aside(SafeText.line(answer.value().schedule(), 300));
        return ExitCode.OK;
    }

    @Command(name = "build", description = "Build a repository's image now, and show what the build says.")
    int build(
            @Parameters(paramLabel = "NAME", description = "A repository.") String repository,
            @Option(names = "--force", description = "Even if nothing has changed since the last good image.")
                    boolean force,
            @Option(names = "--detach", description = "Don't wait for its end.") boolean detach)
            throws InterruptedException {
        var answer = slipway.api().call(ImageCalls.BUILD, repository).send(new ImageCalls.NewBuild(force));
        if (detach) {
            if (!slipway.printedAsJson(answer)) {
                slipway.console().line(answer.value().id().value());
            }
            return ExitCode.OK;
        }
        return follow(repository, answer.value().id());
    }

    @Command(name = "show", description = "Show a build and its image.")
    int show(
            @Parameters(paramLabel = "NAME", description = "A repository.") String repository,
            @Parameters(arity = "0..1", paramLabel = "IMAGE", description = IMAGE) @Nullable String image)
            throws InterruptedException {
        ImageId id = choose(repository, image);
        var answer = slipway.api().call(ImageCalls.GET, repository, id.value()).send();
        if (!slipway.printedAsJson(answer)) {
            print(answer.value());
        }
        return ExitCode.OK;
    }

    @Command(name = "log", description = "Print what a build said.")
    int log(
            @Parameters(paramLabel = "NAME", description = "A repository.") String repository,
            @Parameters(arity = "0..1", paramLabel = "IMAGE", description = IMAGE) @Nullable String image,
            @Option(
                            names = {"-f", "--follow"},
                            description = "Go on until the build is over.")
                    boolean follow)
            throws InterruptedException {
        ImageId id = choose(repository, image);
        if (follow) {
            return follow(repository, id);
        }
        BuildFollowing following = new BuildFollowing(slipway, InstantSource.system(), repository, id);
        following.catchUp();
        return ExitCode.OK;
    }

    @Command(name = "cancel", description = "End a build that waits or runs; the last good image stays.")
    int cancel(
            @Parameters(paramLabel = "NAME", description = "A repository.") String repository,
            @Parameters(arity = "0..1", paramLabel = "IMAGE", description = IMAGE) @Nullable String image)
            throws InterruptedException {
        slipway.api()
                .call(ImageCalls.CANCEL, repository, choose(repository, image).value())
                .send();
        return ExitCode.OK;
    }

    @Command(
            name = "secrets",
            description = "List the names of what only a repository's build gets to know; set or remove one.")
    int secrets(
            @Parameters(paramLabel = "NAME", description = "A repository.") String repository,
            @Option(
                            names = "--set",
                            paramLabel = "VARIABLE",
                            description = "Give its build this variable; the value comes from standard input.")
                    @Nullable String set,
            @Option(names = "--remove", paramLabel = "VARIABLE", description = "Forget this one.") @Nullable String remove)
            throws InterruptedException {
        if (set != null) {
            slipway.api().call(ImageCalls.SET_SECRET, repository, set).send(new ImageCalls.NewSecret(input()));
        }
        if (remove != null) {
            slipway.api().call(ImageCalls.REMOVE_SECRET, repository, remove).send();
        }
        var answer = slipway.api().call(ImageCalls.SECRETS, repository).send();
        if (!slipway.printedAsJson(answer)) {
            Instant now = Instant.now();
            slipway.console()
                    .table(answer.value().secrets().stream()
                            .map(secret -> List.of(secret.name(), "set " + Wording.ago(secret.since(), now)))
                            .toList());
        }
        return ExitCode.OK;
    }

    /// A command line could be read by others on the computer.
    private String input() {
        try {
            return new String(slipway.surroundings().in().readNBytes(LONGEST_SECRET), UTF_8);
        } catch (IOException e) {
            throw Problem.unavailable("no-input", "Standard input can't be read", String.valueOf(e.getMessage()))
                    .toException(e);
        }
    }

    private ImageId choose(String repository, @Nullable String image) throws InterruptedException {
        if (image != null) {
            return new ImageId(image);
        }
        List<ImageBuild> builds =
                slipway.api().call(ImageCalls.LIST, repository).value().builds();
        // A build that was skipped says nothing.
        return builds.stream()
                .filter(build -> build.status() != ImageStatus.SKIPPED)
                .findFirst()
                .or(() -> builds.stream().findFirst())
                .map(ImageBuild::id)
                .orElseThrow(() -> Problem.unknown(
                                "unknown-image",
                                "No image was built of this repository",
                                "Its sessions start from a bare checkout.")
                        .withRemedy("Build one: slipway image build " + SafeText.line(repository, 60))
                        .toException());
    }

    private int follow(String repository, ImageId id) throws InterruptedException {
        new BuildFollowing(slipway, InstantSource.system(), repository, id).run();
        var answer = slipway.api().call(ImageCalls.GET, repository, id.value()).send();
        ImageBuild ended = answer.value();
        if (!slipway.printedAsJson(answer)) {
            print(ended);
        }
        return ended.status() == ImageStatus.FAILED || ended.status() == ImageStatus.INTERRUPTED
                ? ExitCode.PROBLEM
                : ExitCode.OK;
    }

    private void print(ImageBuild build) {
        Console console = slipway.console();
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("image", build.id().value()));
        rows.add(List.of("state", status(build)));
        rows.add(List.of("commit", commit(build)));
        rows.add(List.of("why", SafeText.line(build.reason(), 100)));
        build.host().ifPresent(host -> rows.add(List.of("built on", host.value())));
        if (!build.hosts().isEmpty()) {
            rows.add(List.of(
                    "is on",
                    String.join(", ", build.hosts().stream().map(HostId::value).toList())));
        }
        build.took()
                .ifPresent(took -> rows.add(List.of(
                        "took",
                        Wording.duration(took)
                                + build.commands()
                                        .map(own -> ", of which its own commands " + Wording.duration(own))
                                        .orElse(""))));
        build.bytes().ifPresent(bytes -> rows.add(List.of("adds", Wording.bytes(bytes))));
        console.table(rows);
        build.notes().forEach(note -> console.line(console.yellow("! " + SafeText.line(note, 500))));
        build.problem().ifPresent(console::problem);
    }

    private List<String> row(ImageBuild build, Instant now) {
        return List.of(
                build.id().value(),
                status(build),
                commit(build),
                age(build, now),
                build.took().map(Wording::duration).orElse(""),
                build.bytes().map(bytes -> "+" + Wording.bytes(bytes)).orElse(""),
                build.hosts().isEmpty()
                        ? ""
                        : "on "
                                + String.join(
                                        ", ",
                                        build.hosts().stream()
                                                .map(HostId::value)
                                                .toList()),
                SafeText.line(build.reason(), 60));
    }

    private static String status(ImageBuild build) {
        return build.status().name().toLowerCase(Locale.ROOT);
    }

    private static String commit(ImageBuild build) {
        return build.commit().map(CommitId::abbreviated).orElse("?");
    }

    private static String age(ImageBuild build, Instant now) {
        return Wording.ago(build.started().orElse(build.asked()), now);
    }
}
