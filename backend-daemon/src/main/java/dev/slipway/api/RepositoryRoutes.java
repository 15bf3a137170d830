package dev.slipway.api;

import dev.slipway.forge.Repositories;
import dev.slipway.model.code.Repository;
import dev.slipway.model.code.RepositoryId;
import dev.slipway.model.wire.Endpoint;
import dev.slipway.model.wire.RepositoryCalls;
import dev.slipway.model.wire.RepositoryCalls.BranchList;
import dev.slipway.model.wire.RepositoryCalls.ImportList;
import dev.slipway.model.wire.RepositoryCalls.NewRepository;
import dev.slipway.model.wire.RepositoryCalls.RepositoryChange;
import dev.slipway.model.wire.RepositoryCalls.RepositoryList;
import java.util.List;
import java.util.function.UnaryOperator;

/// Repositories and their branches.
final class RepositoryRoutes {
    private final Repositories repositories;
    private final UnaryOperator<Repository> whole;

    /// @param whole adds what others know of a repository
    RepositoryRoutes(Repositories repositories, UnaryOperator<Repository> whole) {
        this.repositories = repositories;
        this.whole = whole;
    }

    List<Route<?, ?>> routes() {
        return List.of(
                Route.of(RepositoryCalls.ADD, this::add)
                        .creates(made -> "/repositories/" + made.id().value()),
                Route.of(
                        RepositoryCalls.LIST,
                        call -> new RepositoryList(
                                repositories.list().stream().map(this::whole).toList())),
                Route.of(RepositoryCalls.GET, call -> whole(repositories.get(id(call)))),
                Route.of(RepositoryCalls.BRANCHES, call -> new BranchList(repositories.branches(id(call)))),
                Route.of(RepositoryCalls.FETCH, call -> whole(repositories.fetch(id(call)))),
                Route.of(RepositoryCalls.CHANGE, this::change),
                Route.of(
                        RepositoryCalls.LOOK,
                        call -> repositories.look(call.body().origin())),
                Route.of(RepositoryCalls.IMPORTS, call -> new ImportList(repositories.imports())),
                Route.of(RepositoryCalls.CANCEL_IMPORT, this::cancelImport),
                Route.of(RepositoryCalls.REMOVE, this::remove));
    }

    private Repository add(Call<NewRepository> call) {
        NewRepository wanted = call.body();
        return whole(repositories.add(wanted.id(), wanted.origin(), wanted.defaultBranch()));
    }

    private Repository change(Call<RepositoryChange> call) {
        return whole(call.body()
                .defaultBranch()
                .map(branch -> repositories.setDefaultBranch(id(call), branch))
                .orElseGet(() -> repositories.get(id(call))));
    }

    private Endpoint.Nothing cancelImport(Call<Endpoint.Nothing> call) {
        repositories.cancelImport(id(call));
        return new Endpoint.Nothing();
    }

    private Endpoint.Nothing remove(Call<Endpoint.Nothing> call) {
        repositories.remove(id(call));
        return new Endpoint.Nothing();
    }

    private Repository whole(Repository repository) {
        return whole.apply(repository);
    }

    private static RepositoryId id(Call<?> call) {
        return new RepositoryId(call.path("repository"));
    }
}
