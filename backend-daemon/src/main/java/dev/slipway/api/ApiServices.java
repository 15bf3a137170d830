package dev.slipway.api;

import dev.slipway.identity.Users;
import dev.slipway.journal.Journals;
import dev.slipway.sqlite.Database;
import java.time.InstantSource;

/// What the server gives access to.
/// @param database for the server's own: what was answered to an idempotency key
/// @param metrics  to which everyone adds who has figures to show
public record ApiServices(Database database, Users users, Journals journals, Metrics metrics, InstantSource clock) {}
