package dev.slipway.architecture;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;

/// The packages of the daemon from the ground up: each may use those before it, and the shared model.
///
/// Subpackages stand where their parent stands. A package that needs one after it declares an interface of its own, and
/// the
/// composition root in `daemon` connects the two.
final class PackageOrder extends ArchCondition<JavaClass> {
    private static final String ROOT = "dev.slipway.";
    private static final String MODEL = "model";
    private static final String CLI = "cli";
    private static final List<String> FROM_THE_GROUND_UP = List.of(
            "sqlite",
            "journal",
            "ssh",
            "llm",
            "keyring",
            "identity",
            "ssh",
            "fleet",
            "host",
            "egress",
            "sandbox",
            "snapshot",
            "git",
            "image",
            "forge",
            "pool",
            "tunnel",
            "screenshot",
            "tool",
            "plugin",
            "agent",
            "session",
            "slack",
            "statistics",
            "api",
            "daemon",
            "bench");

    PackageOrder() {
        super("use only packages that stand before their own in PackageOrder");
    }

    @Override
    public void check(JavaClass origin, ConditionEvents events) {
        String from = roomOf(origin);
        if (!from.equals(MODEL) && !from.equals(CLI) && !FROM_THE_GROUND_UP.contains(from)) {
            events.add(SimpleConditionEvent.violated(
                    origin,
                    "%s is in package '%s', which has no place yet: put it into PackageOrder after the packages that it uses"
                            .formatted(origin.getName(), from)));
            return;
        }
        for (Dependency dependency : origin.getDirectDependenciesFromSelf()) {
            JavaClass target = dependency.getTargetClass().getBaseComponentType();
            if (!target.getName().startsWith(ROOT)) {
                continue;
            }
            String to = roomOf(target);
            if (!mayUse(from, to)) {
                events.add(SimpleConditionEvent.violated(
                        origin, "%s%n    %s".formatted(dependency.getDescription(), remedy(from, to))));
            }
        }
    }

    static boolean mayUse(String from, String to) {
        if (from.equals(to) || to.equals(MODEL)) {
            return true;
        }
        if (from.equals(MODEL) || from.equals(CLI) || to.equals(CLI)) {
            return false;
        }
        return FROM_THE_GROUND_UP.indexOf(to) < FROM_THE_GROUND_UP.indexOf(from);
    }

    private static String remedy(String from, String to) {
        return switch (from) {
            case MODEL -> "the shared model uses nothing of the daemon: move what it needs into the model";
            case CLI -> "the command line is a client: it uses the shared model, and talks to the daemon over its API";
            default ->
                "'%1$s' stands before '%2$s': let '%1$s' declare an interface for what it needs, and connect it in daemon.Wiring"
                        .formatted(from, to);
        };
    }

    /// The first part of a package's name below the root: `llm` for `dev.slipway.llm.anthropic`.
    private static String roomOf(JavaClass type) {
        String below = type.getPackageName()
                .substring(Math.min(ROOT.length(), type.getPackageName().length()));
        int dot = below.indexOf('.');
        return dot < 0 ? below : below.substring(0, dot);
    }
}
