package dev.slipway.composer;

import dev.slipway.editor.Habits;
import dev.slipway.link.Link;
import dev.slipway.mirror.Mirror;
import dev.slipway.notice.Notices;
import dev.slipway.work.Work;
import java.time.InstantSource;

/// What every composer of a server works with.
public record Surroundings(
        Link link, Mirror mirror, Work work, Courier courier, Notices notices, Habits habits, InstantSource clock) {}
