package dev.slipway.image;

import dev.slipway.git.Mirror;
import dev.slipway.image.BuildPlaces.Place;
import dev.slipway.model.code.BranchName;
import dev.slipway.model.code.CommitId;
import dev.slipway.model.code.RepositoryId;
import dev.slipway.model.fleet.ImageBuild;
import dev.slipway.model.fleet.ImageId;
import dev.slipway.model.problem.Problem;
import dev.slipway.model.problem.ProblemException;
import dev.slipway.sandbox.LayerId;
import dev.slipway.sandbox.Sandbox;
import dev.slipway.snapshot.Snapshot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One build from its beginning to its end, whatever that is: the newest commits are brought in, the image
/// before is gone on from, the repository's commands run, and what they leave is sealed.
final class BuildRun {
    /// What a build has and whom it asks.
    /// @param forced whether to build even if nothing has changed
    /// @param turn   waits until this host takes another build; closed when the build has left it
    /// @param found  is told what the repository itself says of when to build it
    record Task(ImageBuild asked, boolean forced, BuildLog log, Turn turn, Found found) {}

    @FunctionalInterface
    interface Turn {
        AutoCloseable on(Place place) throws InterruptedException;
    }

    @FunctionalInterface
    interface Found {
        void cadence(Optional<Duration> own);
    }

    private static final Logger LOG = LoggerFactory.getLogger(BuildRun.class);

    private final ImageGround ground;
    private final ImageSettings settings;
    private final Task task;
    private final Progress progress;
    private final List<String> notes = new ArrayList<>();
    private final BuildLog log;

    BuildRun(ImageGround ground, ImageSettings settings, Task task, Progress progress) {
        this.ground = ground;
        this.settings = settings;
        this.task = task;
        this.progress = progress;
        this.log = task.log();
    }

    /// Runs it. Whatever goes wrong becomes a part of its end, too: nothing is thrown.
    /// @return writes down how it ended, once nothing of it is left but that
    Runnable run() {
        try {
            return build();
        } catch (InterruptedException e) {
            return interrupted();
        } catch (RuntimeException e) {
            Problem problem = Problem.from(e);
            if (Thread.interrupted() || problem.code().equals("interrupted")) {
                return interrupted();
            }
            if (!(e instanceof ProblemException)) {
                LOG.error("The build of an image of {} broke", repository().value(), e);
            }
            log.say("The build failed: " + problem.title() + ". " + problem.detail());
            return () -> progress.failed(problem, notes);
        }
    }

    private Runnable interrupted() {
        log.say("The build was ended.");
        return progress::interrupted;
    }

    private RepositoryId repository() {
        return task.asked().repository();
    }

    private Runnable build() throws InterruptedException {
        refresh();
        Mirror mirror = ground.sources().mirror(repository());
        BranchName branch = mirror.defaultBranch();
        Optional<CommitId> tip = mirror.tip(branch);
        if (tip.isEmpty()) {
            return () -> progress.skipped("It has no commit yet.");
        }
        CommitId commit = tip.get();
        Recipe recipe = Recipe.of(mirror, commit);
        task.found().cadence(recipe.cadence());
        progress.known(commit, recipe.digest());
        Map<String, String> secrets = secrets(recipe);
        Place place = ground.places().choose(repository(), tip);
        progress.placed(place.host());
        try (AutoCloseable _ = task.turn().on(place)) {
            Optional<BuiltImage> before = place.images().newest(repository());
            if (!task.forced()
                    && before.filter(image -> isSame(image, commit, recipe)).isPresent()) {
                String why =
                        "Nothing has changed since image " + before.get().id().value() + ".";
                return () -> progress.skipped(why);
            }
            makeRoom(place);
            progress.began();
            notes.addAll(recipe.notes());
            return run(place, new Content(mirror, branch, commit, recipe), before, secrets);
        } catch (InterruptedException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean isSame(BuiltImage image, CommitId commit, Recipe recipe) {
        return image.commit().equals(commit) && image.recipe().equals(recipe.digest());
    }

    /// What goes into an image.
    private record Content(Mirror mirror, BranchName branch, CommitId commit, Recipe recipe) {}

    private void refresh() {
        try {
            ground.sources().refresh(repository());
        } catch (ProblemException e) {
            notes.add("The origin could not be read, so the newest commits may be missing: "
                    + e.problem().title() + ".");
            log.say(notes.getLast());
        }
    }

    private Map<String, String> secrets(Recipe recipe) {
        Map<String, String> values = ground.secrets().values(repository());
        Set<String> missing = new TreeSet<>(recipe.secrets());
        missing.removeAll(values.keySet());
        if (!missing.isEmpty()) {
            throw Problem.conflict(
                            "missing-secret",
                            "The build needs a secret that nobody has set",
                            SlipwayFile.PLACE + " names " + String.join(", ", missing) + ".")
                    .withRemedy("Set it: slipway image secrets " + repository().value() + " --set "
                            + missing.iterator().next())
                    .toException();
        }
        return values;
    }

    private void makeRoom(Place place) {
        if (place.disk().isEmpty()) {
            return;
        }
        BuildPlaces.Disk disk = place.disk().get();
        long keep = settings.keepFree(place.host()).of(disk.size());
        long missing = keep - disk.free();
        DiskQuota.Decision decision = RoomMaking.on(place, ground.registry(), missing, repository());
        if (!decision.room()) {
            throw Problem.unavailable(
                            "disk-quota",
                            "There is no room for an image on host "
                                    + place.host().value(),
                            (disk.free() >> 20) + " MiB of its disk are free, and " + (keep >> 20)
                                    + " MiB must stay free; forgetting other images would not be enough.")
                    .withRemedy("Make room there, or have less kept free: images.keep_free in config.yml.")
                    .toException();
        }
        if (!decision.drop().isEmpty()) {
            log.say(decision.drop().size() + " older images were forgotten to make room on host "
                    + place.host().value() + ".");
            ground.places().clean(place.host());
        }
    }

    private Runnable run(Place place, Content content, Optional<BuiltImage> before, Map<String, String> secrets)
            throws InterruptedException {
        Optional<BuiltImage> from =
                before.filter(image -> image.onCreate().equals(content.recipe().onCreateDigest()));
        log.say("Image of " + repository().value() + " at " + content.commit().abbreviated() + " ("
                + content.branch().value() + ") on host " + place.host().value() + ", by "
                + content.recipe().source() + ".");
        log.say(from.map(image -> "It goes on from image " + image.id().value() + ".")
                .orElse("It starts from a bare checkout."));
        Sandbox sandbox = place.images()
                .sandbox(
                        task.asked().id(),
                        ground.template().withLimits(ground.template().limits().withTime(settings.timeLimit())),
                        layers(place, content, from));
        try {
            BuildWorkspace workspace = new BuildWorkspace(sandbox, content.mirror(), ground.workspaces());
            workspace.bringUpTo(content.branch(), content.commit());
            Variables variables = workspace.variables(content.recipe().environment(), ground.local());
            Map<String, String> environment = variables.expand(content.recipe().environment());
            BuildCommands commands =
                    new BuildCommands(sandbox, variables, environment, secrets, log, settings.timeLimit());
            commands.run(
                    content.recipe().steps(from.isPresent()), ground.template().network());
            notes.addAll(commands.notes());
            workspace.tidy(content.branch(), content.commit());
            commands.refuseLeaks();
            return seal(place, sandbox, content, variables, commands.took());
        } finally {
            // Even when the build was cut short, its sandbox goes.
            boolean cut = Thread.interrupted();
            sandbox.destroy();
            if (cut) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private List<LayerId> layers(Place place, Content content, Optional<BuiltImage> from) throws InterruptedException {
        if (from.isPresent()) {
            return from.get().layers();
        }
        return place.images()
                .get(
                        repository(),
                        content.commit(),
                        fresh -> new BuildWorkspace(fresh, content.mirror(), ground.workspaces())
                                .bringUpTo(content.branch(), content.commit()))
                .snapshot()
                .layers();
    }

    private Runnable seal(Place place, Sandbox sandbox, Content content, Variables variables, Duration commands) {
        Snapshot sealed = place.images().seal(sandbox);
        ImageId id = task.asked().id();
        Recipe recipe = content.recipe();
        BuiltImage image = new BuiltImage(
                id,
                repository(),
                content.commit(),
                recipe.digest(),
                recipe.onCreateDigest(),
                sealed.layers(),
                sealed.taken(),
                variables.expand(recipe.environment()),
                recipe.postStart().stream().map(variables::expand).toList(),
                recipe.ports());
        long bytes = place.images().sizes(Set.of(sealed.id())).getOrDefault(sealed.id(), 0L);
        log.say("The image is ready; it adds " + ((bytes + (1 << 19)) >> 20) + " MiB.");
        return () -> progress.succeeded(image, place.host(), commands, bytes, notes);
    }
}
