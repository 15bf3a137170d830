package dev.slipway.git;

import dev.slipway.model.account.Author;
import dev.slipway.model.code.BranchName;
import dev.slipway.model.code.CommitId;
import dev.slipway.model.code.DiffStat;
import dev.slipway.model.problem.Problem;
import dev.slipway.model.problem.ProblemException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Commits what a work tree holds, by git's plumbing inside the sandbox: no hook runs, nothing is signed, and a
/// message is taken as it is.
final class Committing {
    /// A larger file is worth a word to a person. Bytes.
    private static final long LARGE = 50L * 1024 * 1024;
    private static final int MAX_MESSAGE = 64 * 1024;
    private static final Duration DEADLINE = Duration.ofMinutes(10);
    private static final Pattern COUNT = Pattern.compile("(\\d{1,9}) (file|insertion|deletion)");

    private final GitExec place;
    private final Map<String, String> identity;
    private final GitIdentity agent;

    Committing(GitExec place, Map<String, String> identity, GitIdentity agent) {
        this.place = place;
        this.identity = identity;
        this.agent = agent;
    }

    Optional<Committed> run(BranchName work, CommitRequest request) {
        String message = message(request);
        List<String> arguments = List.of(place.workspace(), work.value(), Long.toString(LARGE));
        List<String> said = Script.COMMIT.run(place, arguments, identity, DEADLINE, running -> {
            try (OutputStream out = running.stdin()) {
                out.write(message.getBytes(StandardCharsets.UTF_8));
            } catch (java.io.IOException e) {
                // It ended without asking for the message: what it said tells why.
                return new Lines(running.stdout()).until("");
            }
            return new Lines(running.stdout()).until("");
        });
        Optional<String> problem = Lines.one(said, "problem");
        if (problem.isPresent()) {
            List<String> skipped = Lines.of(said, "skipped");
            if (problem.get().equals("nothing") && skipped.isEmpty()) {
                return Optional.empty();
            }
            throw refused(problem.get(), work, skipped.isEmpty() ? Lines.of(said, "path") : skipped);
        }
        CommitId commit = new CommitId(Lines.one(said, "commit").orElse(""));
        String subject = message.lines().findFirst().orElse("");
        return Optional.of(
                new Committed(commit, subject, stat(Lines.one(said, "stat").orElse("")), warnings(said)));
    }

    /// Subject and body as given, then the trailers.
    private String message(CommitRequest request) {
        String text = request.message()
                .replace("\r\n", "\n")
                .codePoints()
                .filter(c -> c == '\n' || c == '\t' || !Character.isISOControl(c))
                .limit(MAX_MESSAGE)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString()
                .strip();
        Set<String> trailers = new LinkedHashSet<>();
        for (Author author : request.coAuthors()) {
            if (!author.user().equals(request.author().user())) {
                trailers.add("Co-authored-by: " + author.ident());
            }
        }
        trailers.add("Co-authored-by: " + agent.ident());
        trailers.add("Slipway-Session: " + request.session().value());
        return (text.isEmpty() ? "Change the work tree" : text) + "\n\n" + String.join("\n", trailers) + "\n";
    }

    private static DiffStat stat(String shortStat) {
        Map<String, Integer> counts = new HashMap<>();
        Matcher matcher = COUNT.matcher(shortStat);
        while (matcher.find()) {
            counts.put(matcher.group(2), Integer.parseInt(matcher.group(1)));
        }
        return new DiffStat(
                counts.getOrDefault("file", 0),
                counts.getOrDefault("insertion", 0),
                counts.getOrDefault("deletion", 0));
    }

    private static List<String> warnings(List<String> said) {
        List<String> warnings = new ArrayList<>();
        for (String large : Lines.of(said, "large")) {
            int space = large.indexOf(' ');
            long mebibytes = Long.parseLong(large.substring(0, space)) / (1024 * 1024);
            warnings.add("`" + large.substring(space + 1) + "` has " + mebibytes
                    + " MB: many forges refuse a file of more than 100 MB, and it stays in the history for good.");
        }
        for (String nested : Lines.of(said, "nested")) {
            warnings.add(
                    "`" + nested + "` is a repository of its own: only the id of its commit is kept, not its files.");
        }
        for (String skipped : Lines.of(said, "skipped")) {
            warnings.add("Not committed: " + skipped + ".");
        }
        return warnings;
    }

    private static ProblemException refused(String problem, BranchName work, List<String> paths) {
        String said = "Nothing was committed. ";
        return switch (problem) {
            case "nothing" ->
                Problem.conflict("unreadable-files", "Git can't read what was changed", said + String.join("; ", paths))
                        .withRemedy("Ask the agent to remove the files that can't be read, or to ignore them.")
                        .toException();
            case "conflict" ->
                Problem.conflict(
                                "unresolved-conflicts",
                                "A merge in the work tree has unresolved conflicts",
                                said + "Conflict markers are left in: " + String.join(", ", paths) + ".")
                        .withRemedy("Ask the agent to resolve them, or to run `git merge --abort`.")
                        .toException();
            case "rebase" ->
                Problem.conflict(
                                "unfinished-rebase",
                                "A rebase in the work tree is not finished",
                                said + "The changes wait.")
                        .withRemedy("Ask the agent to run `git rebase --continue` or `git rebase --abort`.")
                        .toException();
            case "elsewhere" ->
                Problem.conflict(
                                "other-branch",
                                "The work tree is on another branch",
                                said + "Its HEAD does not go on from `" + work.value() + "`, the session's branch.")
                        .withRemedy("Ask the agent to run `git checkout " + work.value() + "`.")
                        .toException();
            default ->
                Problem.conflict(
                                "no-repository",
                                "The work tree is no git repository any more",
                                said + "Its `.git` directory is gone.")
                        .withRemedy("Start a new session; what was pushed before is safe in its branch.")
                        .toException();
        };
    }
}
