package dev.slipway.api;

import dev.slipway.forge.Repositories;
import dev.slipway.model.code.ImageSummary;
import dev.slipway.model.code.Repository;
import dev.slipway.model.code.RepositoryId;
import dev.slipway.model.fleet.ImageBuild;
import dev.slipway.model.fleet.ImageId;
import dev.slipway.model.fleet.ImageStatus;
import dev.slipway.model.fleet.RepositoryImage;
import dev.slipway.model.wire.Endpoint;
import dev.slipway.model.wire.ImageCalls;
import dev.slipway.model.wire.ImageCalls.ImageOf;
import dev.slipway.model.wire.ImageCalls.SecretName;
import java.util.List;
import java.util.Optional;

/// Images of repositories: how they are, builds and their logs, and what builds get to know.
final class ImageRoutes {
    private final Repositories repositories;
    private final ApiServices.Fleet fleet;

    ImageRoutes(Repositories repositories, ApiServices.Fleet fleet) {
        this.repositories = repositories;
        this.fleet = fleet;
    }

    List<Route<?, ?>> routes() {
        return List.of(
                Route.of(ImageCalls.ALL, call -> all()),
                Route.of(ImageCalls.LIST, this::list),
                Route.of(ImageCalls.BUILD, this::build)
                        .creates(made -> "/repositories/" + made.repository().value() + "/images/"
                                + made.id().value()),
                Route.of(ImageCalls.GET, call -> fleet.images().get(repository(call), image(call))),
                Route.of(ImageCalls.CANCEL, this::cancel),
                Route.of(
                        ImageCalls.LOG,
                        call -> fleet.images()
                                .log(repository(call), image(call), call.number("from", 1, Long.MAX_VALUE, 1))),
                Route.of(ImageCalls.SECRETS, this::secrets),
                Route.of(ImageCalls.SET_SECRET, this::setSecret),
                Route.of(ImageCalls.REMOVE_SECRET, this::removeSecret));
    }

    /// A repository with how its image is.
    static Repository whole(Repository repository, ApiServices.Fleet fleet) {
        return repository.with(summary(fleet.images().state(repository.id())));
    }

    private static ImageSummary summary(RepositoryImage image) {
        Optional<ImageStatus> latest = image.latest().map(ImageBuild::status);
        ImageSummary.State state = switch (latest.orElse(ImageStatus.INTERRUPTED)) {
            case QUEUED, RUNNING -> ImageSummary.State.BUILDING;
            case FAILED -> ImageSummary.State.FAILED;
            case SUCCEEDED, SKIPPED, INTERRUPTED ->
                image.good().isPresent() ? ImageSummary.State.READY : ImageSummary.State.NONE;
        };
        return new ImageSummary(
                state,
                image.good().flatMap(ImageBuild::commit),
                image.good().flatMap(ImageBuild::started),
                image.latest().flatMap(ImageBuild::problem));
    }

    private ImageCalls.AllImages all() {
        return new ImageCalls.AllImages(repositories.list().stream()
                .map(repository -> {
                    RepositoryImage image = fleet.images().state(repository.id());
                    return new ImageOf(repository.id(), image.good(), image.latest());
                })
                .toList());
    }

    private ImageCalls.ImageList list(Call<Endpoint.Nothing> call) {
        RepositoryId id = repository(call);
        return new ImageCalls.ImageList(
                fleet.images().list(id), fleet.images().next(id), fleet.images().schedule(id));
    }

    private ImageBuild build(Call<ImageCalls.NewBuild> call) {
        return fleet.images()
                .request(repository(call), call.body().force(), call.caller().name());
    }

    private Endpoint.Nothing cancel(Call<Endpoint.Nothing> call) {
        ImageBuild build = fleet.images().get(repository(call), image(call));
        fleet.images().cancel(build.repository(), build.id());
        return new Endpoint.Nothing();
    }

    private ImageCalls.SecretList secrets(Call<Endpoint.Nothing> call) {
        return new ImageCalls.SecretList(fleet.images().secrets().names(repository(call)).entrySet().stream()
                .map(entry -> new SecretName(entry.getKey(), entry.getValue()))
                .toList());
    }

    private Endpoint.Nothing setSecret(Call<ImageCalls.NewSecret> call) {
        fleet.images()
                .secrets()
                .keep(repository(call), call.path("name"), call.body().value());
        return new Endpoint.Nothing();
    }

    private Endpoint.Nothing removeSecret(Call<Endpoint.Nothing> call) {
        fleet.images().secrets().forget(repository(call), call.path("name"));
        return new Endpoint.Nothing();
    }

    /// One that there is.
    private RepositoryId repository(Call<?> call) {
        return repositories.get(new RepositoryId(call.path("repository"))).id();
    }

    private static ImageId image(Call<?> call) {
        return new ImageId(call.path("image"));
    }
}
