package dev.slipway.sessions;

import dev.slipway.model.account.UserId;
import dev.slipway.model.code.RepositoryId;
import dev.slipway.model.forge.PullRequestState;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// How a person wants to see the list; remembered from one start to the next.
/// @param collapsed keys of the groups whose sessions are hidden
record ListChoices(Filter filter, Grouping grouping, Sorting sorting, Set<String> collapsed) {
    static final ListChoices USUAL = new ListChoices(Filter.ALL, Grouping.TIME, Sorting.UPDATED, Set.of());

    enum Grouping {
        TIME,
        REPOSITORY,
        PERSON,
        NONE
    }

    enum Sorting {
        UPDATED,
        CREATED,
        TITLE,
        COST
    }

    enum Pull {
        OPEN,
        MERGED,
        CLOSED,
        NONE;

        boolean is(Optional<PullRequestState> state) {
            return state.map(PullRequestState::name).orElse("NONE").equals(name());
        }
    }

    /// All parts hold together; of `running` and `stuck` one is enough.
    /// @param archived those that were put away, instead of the others
    record Filter(
            boolean mine,
            boolean running,
            boolean stuck,
            boolean archived,
            Optional<RepositoryId> repository,
            Optional<UserId> person,
            Optional<Pull> pull) {
        static final Filter ALL =
                new Filter(false, false, false, false, Optional.empty(), Optional.empty(), Optional.empty());

        Filter withMine(boolean wanted) {
            return new Filter(wanted, running, stuck, archived, repository, person, pull);
        }

        Filter withRunning(boolean wanted) {
            return new Filter(mine, wanted, stuck, archived, repository, person, pull);
        }

        Filter withStuck(boolean wanted) {
            return new Filter(mine, running, wanted, archived, repository, person, pull);
        }

        Filter withArchived(boolean wanted) {
            return new Filter(mine, running, stuck, wanted, repository, person, pull);
        }

        Filter withRepository(Optional<RepositoryId> wanted) {
            return new Filter(mine, running, stuck, archived, wanted, person, pull);
        }

        Filter withPerson(Optional<UserId> wanted) {
            return new Filter(mine, running, stuck, archived, repository, wanted, pull);
        }

        Filter withPull(Optional<Pull> wanted) {
            return new Filter(mine, running, stuck, archived, repository, person, wanted);
        }
    }

    ListChoices {
        collapsed = Set.copyOf(collapsed);
    }

    ListChoices with(Filter wanted) {
        return new ListChoices(wanted, grouping, sorting, collapsed);
    }

    ListChoices with(Grouping wanted) {
        return new ListChoices(filter, wanted, sorting, collapsed);
    }

    ListChoices with(Sorting wanted) {
        return new ListChoices(filter, grouping, wanted, collapsed);
    }

    ListChoices withCollapsed(String group, boolean hidden) {
        Set<String> changed = new TreeSet<>(collapsed);
        if (hidden) {
            changed.add(group);
        } else {
            changed.remove(group);
        }
        return new ListChoices(filter, grouping, sorting, changed);
    }
}
