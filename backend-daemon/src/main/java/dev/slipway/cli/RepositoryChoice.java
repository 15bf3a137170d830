package dev.slipway.cli;

import dev.slipway.model.code.Repository;
import dev.slipway.model.code.RepositoryId;
import dev.slipway.model.problem.Problem;
import dev.slipway.model.problem.ProblemException;
import dev.slipway.model.wire.RepositoryCalls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Finds the repository that a person means by name, path or URL, and adds it when the daemon does not know it.
final class RepositoryChoice {
    private final Slipway slipway;

    RepositoryChoice(Slipway slipway) {
        this.slipway = slipway;
    }

    Repository findOrAdd(Optional<String> wanted) throws InterruptedException {
        List<Repository> known =
                slipway.api().call(RepositoryCalls.LIST).value().repositories();
        Optional<Repository> byName = wanted.flatMap(name ->
                known.stream().filter(one -> one.id().value().equals(name)).findFirst());
        if (byName.isPresent()) {
            return byName.get().origin().isPresent() ? fetched(byName.get()) : byName.get();
        }
        String origin = wanted.isPresent() ? origin(wanted.get()) : aroundHere();
        for (Repository repository : known) {
            if (repository.origin().filter(from -> same(from, origin)).isPresent()) {
                return fetched(repository);
            }
        }
        return add(origin, Optional.empty());
    }

    /// @param name its name here; else made from the origin
    Repository add(String origin, Optional<RepositoryId> name) throws InterruptedException {
        if (!slipway.json) {
            slipway.console().aside("Adding " + SafeText.line(origin, 200) + " …");
        }
        Repository repository = slipway.api()
                .call(RepositoryCalls.ADD)
                .patiently()
                .value(new RepositoryCalls.NewRepository(name, Optional.of(origin), Optional.empty()));
        repository.notices().forEach(notice -> slipway.console().aside("  ! " + SafeText.line(notice, 300)));
        return repository;
    }

    /// A path becomes absolute, as the daemon has another current directory; what is no path stays.
    String origin(String text) {
        if (text.contains("://") || text.matches("[^/]+@?[^/]*:.*")) {
            return text;
        }
        String expanded =
                text.startsWith("~/") ? slipway.surroundings().variable("HOME").orElse("~") + text.substring(1) : text;
        Path path = slipway.surroundings().directory().resolve(expanded);
        if (!Files.exists(path)) {
            throw Problem.unknown(
                            "unknown-repository",
                            "There is no such repository",
                            "No repository here is named \"" + text + "\", and " + path.normalize()
                                    + " does not exist.")
                    .withRemedy("`slipway repo list` shows those that are known.")
                    .toException();
        }
        try {
            return path.toRealPath().toString();
        } catch (IOException e) {
            return path.normalize().toString();
        }
    }

    private String aroundHere() {
        for (Path directory = slipway.surroundings().directory();
                directory != null;
                directory = directory.getParent()) {
            if (Files.exists(directory.resolve(".git"))) {
                return directory.toString();
            }
        }
        throw Problem.invalid(
                        "no-repository",
                        "Which repository?",
                        slipway.surroundings().directory() + " is not in a git repository.")
                .withRemedy("Name one with --repo: a path, a URL, or one that `slipway repo list` shows.")
                .toException();
    }

    /// What is new at the origin; when that can't be had, work goes on with what is here.
    private Repository fetched(Repository repository) throws InterruptedException {
        try {
            return slipway.api()
                    .call(RepositoryCalls.FETCH, repository.id().value())
                    .patiently()
                    .value();
        } catch (ProblemException e) {
            slipway.console()
                    .aside("  ! What is new at " + repository.origin().orElse("the origin") + " could not be fetched: "
                            + SafeText.line(e.problem().detail(), 300));
            return repository;
        }
    }

    private static boolean same(String one, String other) {
        return plain(one).equals(plain(other));
    }

    private static String plain(String origin) {
        return origin.replaceFirst("^file://", "").replaceAll("(/|\\.git)+$", "");
    }
}
