package dev.slipway.model.wire;

import dev.slipway.model.account.Role;
import dev.slipway.model.fleet.WarmDay;
import dev.slipway.model.fleet.WarmPool;
import java.util.List;
import java.util.Optional;

/// Sandboxes that are ready before anyone asks.
public final class WarmCalls {
    private WarmCalls() {}

    /// @param on    whether sandboxes may wait at all
    /// @param pools of each repository that was asked for or has a rule, by name
    /// @param days  what they won and wasted, the newest day first
    public record WarmPools(boolean on, List<WarmPool> pools, List<WarmDay> days) {
        public WarmPools {
            pools = List.copyOf(pools);
            days = List.copyOf(days);
        }
    }

    /// @param days what they won and wasted, the newest first
    public record WarmPoolDetail(WarmPool pool, List<WarmDay> days) {
        public WarmPoolDetail {
            days = List.copyOf(days);
        }
    }

    /// What is not given stays.
    /// @param on    whether sandboxes of this repository may wait
    /// @param least how many wait even while nobody works on it
    /// @param most  how many wait however many ask
    /// @param usual takes back what was changed before, first of all
    public record RuleChange(
            Optional<Boolean> on, Optional<Integer> least, Optional<Integer> most, Optional<Boolean> usual) {}

    private static final String DAYS = "How many days back the figures go, 1 to 366, by default 7.";

    public static final Endpoint<Endpoint.Nothing, WarmPools> LIST = Endpoint.get(
                    "listWarmPools",
                    "/warm-pool",
                    WarmPools.class,
                    "Lists the sandboxes that are ready before anyone asks, and what they won and wasted.")
            .with("days", Endpoint.Parameter.Type.NUMBER, DAYS);
    public static final Endpoint<Endpoint.Nothing, WarmPoolDetail> GET = Endpoint.get(
                    "getWarmPool",
                    "/repositories/{repository}/warm-pool",
                    WarmPoolDetail.class,
                    "Shows a repository's sandboxes that are ready before anyone asks.")
            .with("days", Endpoint.Parameter.Type.NUMBER, DAYS);
    public static final Endpoint<RuleChange, WarmPoolDetail> CHANGE = Endpoint.patch(
                    "changeWarmPool",
                    "/repositories/{repository}/warm-pool",
                    RuleChange.class,
                    WarmPoolDetail.class,
                    "Says how many sandboxes of a repository may wait.")
            .by(Role.ADMIN);
}
