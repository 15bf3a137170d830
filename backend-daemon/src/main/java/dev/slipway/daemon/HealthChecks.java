package dev.slipway.daemon;

import dev.slipway.llm.Models;
import dev.slipway.model.problem.Problem;
import dev.slipway.model.problem.ProblemException;
import dev.slipway.model.wire.ServerCalls.Check;
import dev.slipway.pool.Housing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// What `/health` looks at: whether a session finds what it needs.
record HealthChecks(Path home, Housing housing, Models models) {
    private static final long LITTLE_DISK = 1L << 30;

    List<Check> look() {
        return List.of(sandboxes(), models(models.offered(), models.standardProblem()), disk());
    }

    private Check sandboxes() {
        if (!housing.isKnown()) {
            return new Check("sandboxes", true, "This computer is still being looked at.");
        }
        try {
            return new Check(
                    "sandboxes", true, housing.await().sandboxes().isolation().says());
        } catch (ProblemException e) {
            String remedy = e.problem().remedy().map(text -> " " + text).orElse("");
            return new Check(
                    "sandboxes", false, e.problem().title() + ": " + e.problem().detail() + remedy);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Check("sandboxes", false, "Nobody waited for the answer.");
        }
    }

    private static Check models(List<String> offered, Optional<Problem> standard) {
        boolean real = offered.stream().anyMatch(name -> !name.startsWith("rehearsal/"));
        if (standard.isPresent()) {
            Problem problem = standard.get();
            return new Check(
                    "models",
                    false,
                    "Sessions that name no model can't begin. " + problem.title() + ": " + problem.detail() + ". "
                            + problem.remedy().orElse(""));
        }
        return real
                ? new Check("models", true, "Sessions can use " + String.join(", ", offered) + ".")
                : new Check("models", false, "There is no model but the scripted rehearsal. " + Models.HOW_TO_GET_ONE);
    }

    private Check disk() {
        try {
            long free = Files.getFileStore(home).getUsableSpace();
            String size =
                    (free >= 10L << 30 ? (free >> 30) + " GiB" : (free >> 20) + " MiB") + " free in " + home + ".";
            return new Check("disk", free > LITTLE_DISK, free > LITTLE_DISK ? size : size + " Make room.");
        } catch (IOException e) {
            return new Check("disk", false, "The home folder can't be looked at: " + e.getMessage());
        }
    }
}
