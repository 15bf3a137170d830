package dev.slipway.model.account;

/// What a user may do. Each role may do all that the one before it may.
public enum Role {
    /// Reads sessions and pull requests.
    VIEWER,
    /// Writes prompts, reviews and merges.
    MEMBER,
    /// Manages users, repositories, hosts and settings.
    ADMIN;

    public boolean covers(Role needed) {
        return compareTo(needed) >= 0;
    }
}
