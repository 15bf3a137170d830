package dev.slipway.model.account;

import java.time.Instant;

/// A person with an account on this daemon.
public record User(UserId id, String name, String email, Role role, Instant createdAt) {
    public Author author() {
        return new Author(id, name, email);
    }
}
