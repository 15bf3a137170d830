package dev.slipway.session;

import dev.slipway.forge.Forge;
import dev.slipway.forge.Repositories;
import dev.slipway.git.Workspaces;
import dev.slipway.journal.Journals;
import dev.slipway.llm.Models;
import dev.slipway.pool.Holds;
import dev.slipway.pool.Leases;
import dev.slipway.pool.SandboxPool;
import dev.slipway.sandbox.SandboxSpec;
import dev.slipway.snapshot.SessionSnapshots;
import dev.slipway.sqlite.Database;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/// What sessions work with.
/// @param template what every session's sandbox is like; its id does not matter
/// @param holds    what people have open in the sandboxes
public record Neighbours(
        Journals journals,
        Database database,
        Models models,
        Repositories repositories,
        Workspaces workspaces,
        Forge forge,
        SandboxPool sandboxes,
        SandboxSpec template,
        Leases leases,
        SessionSnapshots snapshots,
        Holds holds,
        RoomRules rules,
        InstantSource clock,
        RandomGenerator random) {}
