package dev.slipway.settings;

import dev.slipway.link.Link;
import dev.slipway.model.code.Branch;
import dev.slipway.model.code.BranchName;
import dev.slipway.model.code.RepositoryId;
import dev.slipway.model.fleet.PoolId;
import dev.slipway.model.forge.MergeRules;
import dev.slipway.model.wire.Endpoint;
import dev.slipway.model.wire.PoolCalls;
import dev.slipway.model.wire.PullRequestCalls;
import dev.slipway.model.wire.RepositoryCalls;
import dev.slipway.words.Words;
import dev.slipway.work.Work;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

/// What is done with one repository, and what is being changed about it. What a person has begun to write stays,
/// whatever the server tells meanwhile.
final class RepositoryForm {
    private final RepositoryId id;
    private final Link link;
    private final Work work;
    private final Runnable changed;
    private final Deed deed;
    private final ImageForm image;
    private final WarmForm warm;
    private final BooleanProperty more = new SimpleBooleanProperty();
    private final StringProperty checks = new SimpleStringProperty("");
    private final ObjectProperty<Optional<PoolId>> pool = new SimpleObjectProperty<>(Optional.empty());
    private final ObjectProperty<List<PoolId>> pools = new SimpleObjectProperty<>(List.of());
    /// What the server has.
    private final StringProperty checksThere = new SimpleStringProperty("");

    /// @param changed called after whatever the server did
    RepositoryForm(RepositoryId id, Link link, Work work, Runnable changed) {
        this.id = id;
        this.link = link;
        this.work = work;
        this.changed = changed;
        this.deed = new Deed(work);
        this.image = new ImageForm(id, link, work);
        this.warm = new WarmForm(id, link, work);
    }

    /// Opens or closes what is not looked at every day; asks for it when it opens.
    void toggle() {
        more.set(!more.get());
        if (more.get()) {
            image.plan();
            warm.load();
            work.start(() -> link.call(PullRequestCalls.RULES, at()), this::seen, deed::fail);
            work.start(
                    () -> link.call(PoolCalls.LIST, Map.of()),
                    all -> {
                        pools.set(all.pools().stream().map(known -> known.id()).toList());
                        work.start(
                                () -> link.call(PoolCalls.CHOICE, at()), choice -> pool.set(choice.pool()), deed::fail);
                    },
                    deed::fail);
        }
    }

    private void seen(MergeRules rules) {
        String now = String.join(", ", rules.requiredChecks());
        boolean untouched = checks.get().equals(checksThere.get());
        checksThere.set(now);
        if (untouched) {
            checks.set(now);
        }
    }

    boolean canSaveChecks() {
        return !names(checks.get()).equals(names(checksThere.get()));
    }

    void saveChecks() {
        PullRequestCalls.RulesChange change = new PullRequestCalls.RulesChange(names(checks.get()));
        deed.start(
                () -> link.call(PullRequestCalls.CHANGE_RULES, at(), change), Words.text("settings.saved"), rules -> {
                    checksThere.set(checks.get());
                    seen(rules);
                });
    }

    private static List<String> names(String text) {
        return Arrays.stream(text.split("[,\n]", -1))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .distinct()
                .toList();
    }

    /// @param wanted empty for any host
    void setPool(Optional<PoolId> wanted) {
        if (!wanted.equals(pool.get())) {
            deed.start(
                    () -> link.call(PoolCalls.CHOOSE, at(), new PoolCalls.PoolWish(wanted)),
                    Words.text("settings.saved"),
                    choice -> pool.set(choice.pool()));
        }
    }

    /// Asks for the branches.
    void branches(Consumer<List<BranchName>> then) {
        work.start(
                () -> link.call(RepositoryCalls.BRANCHES, at()).branches().stream()
                        .map(Branch::name)
                        .toList(),
                then,
                deed::fail);
    }

    void setDefaultBranch(BranchName branch) {
        RepositoryCalls.RepositoryChange change = new RepositoryCalls.RepositoryChange(Optional.of(branch));
        deed.start(
                () -> link.call(RepositoryCalls.CHANGE, at(), change),
                Words.text("settings.repositories.branchSaved", branch.value()),
                _ -> changed.run());
    }

    void fetch() {
        deed.start(
                () -> link.call(RepositoryCalls.FETCH, at(), new Endpoint.Nothing()),
                Words.text("settings.repositories.fetched"),
                _ -> changed.run());
    }

    void remove() {
        deed.start(() -> link.call(RepositoryCalls.REMOVE, at()), "", _ -> changed.run());
    }

    private Map<String, String> at() {
        return Map.of("repository", id.value());
    }

    ImageForm image() {
        return image;
    }

    WarmForm warm() {
        return warm;
    }

    Deed deed() {
        return deed;
    }

    BooleanProperty more() {
        return more;
    }

    /// Names between commas.
    StringProperty checks() {
        return checks;
    }

    StringProperty checksThere() {
        return checksThere;
    }

    ObjectProperty<Optional<PoolId>> pool() {
        return pool;
    }

    ObjectProperty<List<PoolId>> pools() {
        return pools;
    }
}
