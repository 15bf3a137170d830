package dev.slipway.model.forge;

import dev.slipway.model.TextValue;
import dev.slipway.model.code.RepositoryId;

/// Which pull request: its repository and its number there, counted from 1.
public record PullRequestRef(RepositoryId repository, int number) {
    public PullRequestRef {
        if (number < 1) {
            throw TextValue.malformed("pull request number", Integer.toString(number), "a whole number from 1");
        }
    }

    @Override
    public String toString() {
        return repository.value() + "#" + number;
    }
}
