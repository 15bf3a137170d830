package dev.slipway.model.wire;

import dev.slipway.model.account.Role;
import dev.slipway.model.code.RepositoryId;
import dev.slipway.model.fleet.ImageBuild;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Images of repositories: what they are built of, when, and how that went.
public final class ImageCalls {
    private ImageCalls() {}

    /// @param builds    the newest first
    /// @param next      when the daemon means to build it next; empty if it does not
    /// @param schedule  why then, or why not, a sentence
    public record ImageList(List<ImageBuild> builds, Optional<Instant> next, String schedule) {}

    /// A line for each repository.
    /// @param good   the newest good image, from which sessions start
    /// @param latest the latest build that was not skipped
    public record ImageOf(RepositoryId repository, Optional<ImageBuild> good, Optional<ImageBuild> latest) {}

    public record AllImages(List<ImageOf> images) {}

    /// @param force even if nothing has changed since the last good image
    public record NewBuild(boolean force) {}

    /// Some lines of a build's log. Of a long log the middle is not kept.
    /// @param first number of the first line, from 1; greater than what was asked for where lines were dropped
    /// @param over  whether no more lines come
    public record LogPart(long first, List<String> lines, boolean over) {}

    /// @param since when it got its value
    public record SecretName(String name, Instant since) {}

    public record SecretList(List<SecretName> secrets) {}

    /// @param value 6 to 16,384 characters; blanks and line ends around it are taken off
    public record NewSecret(String value) {
        /// Without the value.
        @Override
        public String toString() {
            return "[secret]";
        }
    }

    public static final Endpoint<Endpoint.Nothing, AllImages> ALL =
            Endpoint.get("listAllImages", "/images", AllImages.class, "Shows how the image of each repository is.");
    public static final Endpoint<Endpoint.Nothing, ImageList> LIST = Endpoint.get(
            "listImages",
            "/repositories/{repository}/images",
            ImageList.class,
            "Lists builds of a repository's image, the newest first, and says when the next comes.");
    public static final Endpoint<NewBuild, ImageBuild> BUILD = Endpoint.create(
                    "buildImage",
                    "/repositories/{repository}/images",
                    NewBuild.class,
                    ImageBuild.class,
                    "Builds a repository's image now; the answer comes at once. One that waits or runs is the answer, too.")
            .by(Role.MEMBER);
    public static final Endpoint<Endpoint.Nothing, ImageBuild> GET = Endpoint.get(
            "getImage", "/repositories/{repository}/images/{image}", ImageBuild.class, "Shows a build and its image.");
    public static final Endpoint<Endpoint.Nothing, Endpoint.Nothing> CANCEL = Endpoint.delete(
                    "cancelImage",
                    "/repositories/{repository}/images/{image}",
                    "Ends a build that waits or runs; the last good image stays.")
            .by(Role.MEMBER);
    public static final Endpoint<Endpoint.Nothing, LogPart> LOG = Endpoint.get(
                    "getImageLog",
                    "/repositories/{repository}/images/{image}/log",
                    LogPart.class,
                    "Reads what a build said, 2,000 lines at most.")
            .with("from", Endpoint.Parameter.Type.NUMBER, "Number of the first line; 1 unless given.");
    public static final Endpoint<Endpoint.Nothing, SecretList> SECRETS = Endpoint.get(
                    "listBuildSecrets",
                    "/repositories/{repository}/secrets",
                    SecretList.class,
                    "Lists the names of what only a repository's build gets to know.")
            .by(Role.MEMBER);
    public static final Endpoint<NewSecret, Endpoint.Nothing> SET_SECRET = new Endpoint<>(
            "setBuildSecret",
            "PUT",
            "/repositories/{repository}/secrets/{name}",
            List.of(),
            NewSecret.class,
            Endpoint.Nothing.class,
            204,
            Role.ADMIN,
            "Gives a variable to the commands of a repository's build. Nobody can read it again.");
    public static final Endpoint<Endpoint.Nothing, Endpoint.Nothing> REMOVE_SECRET = Endpoint.delete(
                    "removeBuildSecret", "/repositories/{repository}/secrets/{name}", "Forgets a build's secret.")
            .by(Role.ADMIN);
}
