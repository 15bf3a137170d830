package dev.slipway.session;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.journal.Journal;
import dev.slipway.model.code.BranchName;
import dev.slipway.model.code.CommitId;
import dev.slipway.model.event.SessionEvent;
import dev.slipway.model.event.SessionEvent.ConversationCompacted;
import dev.slipway.model.event.SessionEvent.FilesOvertaken;
import dev.slipway.model.event.SessionEvent.ToolCallCompleted;
import dev.slipway.model.event.SessionEvent.ToolCallRequested;
import dev.slipway.model.wire.Json;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Files that changed when newer commits came in. Which of them the agent has seen is in the journal: what it asked to
/// read, and what searches showed it.
/// @param commit that the work tree holds now
/// @param files  relative to the work tree
record Overtaken(BranchName branch, CommitId commit, List<String> files) {
    private static final int NAMED = 50;
    private static final Set<String> LOOKING = Set.of("read", "edit", "grep", "glob");
    private static final Set<String> SEARCHING = Set.of("grep", "glob");

    Overtaken {
        files = List.copyOf(files);
    }

    /// @param since only what was asked for after that row counts: before it there was another work tree
    /// @param until and only what was asked for before this one: after it the new files were there
    /// @return empty when the agent has seen none of them
    Optional<FilesOvertaken> seen(Journal journal, long since, long until) {
        Set<String> changed = new HashSet<>(files);
        Set<String> seen = new TreeSet<>();
        Map<String, ToolCallRequested> calls = new HashMap<>();
        journal.forEach(since + 1, envelope -> {
            SessionEvent event = envelope.event();
            if (event instanceof ConversationCompacted) {
                // What was seen before is in no one's memory any more.
                seen.clear();
            } else if (event instanceof ToolCallRequested call
                    && envelope.seq() < until
                    && LOOKING.contains(call.tool())) {
                calls.put(call.call(), call);
            } else if (event instanceof ToolCallCompleted done) {
                Optional.ofNullable(calls.remove(done.call())).ifPresent(call -> note(call, done, changed, seen));
            }
        });
        if (seen.isEmpty()) {
            return Optional.empty();
        }
        List<String> all = List.copyOf(seen);
        return Optional.of(new FilesOvertaken(
                branch, commit, all.subList(0, Math.min(NAMED, all.size())), Math.max(0, all.size() - NAMED)));
    }

    private static void note(ToolCallRequested call, ToolCallCompleted done, Set<String> changed, Set<String> seen) {
        if (SEARCHING.contains(call.tool())) {
            changed.stream().filter(done.output()::contains).forEach(seen::add);
            return;
        }
        String path = path(call.arguments());
        if (changed.contains(path)) {
            seen.add(path);
        }
    }

    private static String path(String arguments) {
        try {
            JsonNode path = Json.lenient().readTree(arguments).path("path");
            return path.asText("").replaceFirst("^(/workspace)?/+", "").replaceFirst("^(\\./+)+", "");
        } catch (JsonProcessingException malformed) {
            return "";
        }
    }
}
