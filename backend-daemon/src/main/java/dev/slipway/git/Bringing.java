package dev.slipway.git;

import dev.slipway.model.code.BranchName;
import dev.slipway.model.code.CommitId;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.internal.storage.pack.PackWriter;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.pack.PackConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Brings commits from a mirror into a work tree: what is there already is named by the place itself, and the rest
/// goes in as one pack. Nothing but what the branches asked for reach is ever sent.
final class Bringing {
    private static final Logger LOG = LoggerFactory.getLogger(Bringing.class);

    private final GitExec place;
    private final Mirror mirror;
    private final GitIdentity agent;
    private final BringingIn manner;

    Bringing(GitExec place, Mirror mirror, GitIdentity agent, BringingIn manner) {
        this.place = place;
        this.mirror = mirror;
        this.agent = agent;
        this.manner = manner;
    }

    SyncResult run(BranchName base, Optional<CommitId> tip, BranchName work) {
        Optional<CommitId> outside = mirror.tip(work);
        List<String> arguments = List.of(
                place.workspace(),
                place.origin(),
                base.value(),
                tip.map(CommitId::value).orElse(""),
                work.value(),
                outside.map(CommitId::value).orElse(""),
                configuration());
        List<String> said = Script.BRING.run(place, arguments, Map.of(), manner.limit(), running -> {
            Lines lines = new Lines(running.stdout());
            Set<ObjectId> present = present(lines.until("go"));
            OutputStream out = new BufferedOutputStream(running.stdin(), 64 * 1024);
            send(out, tip, outside, present);
            out.flush();
            var _ = lines.until("checkout");
            List<String> told = checkOut(out, lines);
            close(out);
            return told;
        });
        String broughtIn = broughtIn(work);
        mirror.moveRef(broughtIn, mirror.tipOf(broughtIn), tip, "brought in");
        return new SyncResult(
                tip,
                Lines.one(said, "was").map(CommitId::new),
                Lines.one(said, "head").map(CommitId::new),
                Lines.one(said, "state").map(SyncResult.State::valueOf).orElse(SyncResult.State.LEFT_AS_IS),
                Lines.one(said, "behind").map(Integer::parseInt).orElse(0));
    }

    private List<String> checkOut(OutputStream out, Lines lines) throws IOException {
        manner.tree().lock();
        try {
            out.write('\n');
            out.flush();
            return lines.until("");
        } finally {
            manner.tree().unlock();
        }
    }

    private static void close(OutputStream out) {
        try {
            out.close();
        } catch (IOException e) {
            LOG.trace("The script had ended, and with it what it could be told", e);
        }
    }

    /// Where the mirror remembers which commit of the base branch a session's work tree has.
    static String broughtIn(BranchName work) {
        return "refs/slipway/in/" + work.value();
    }

    private Set<ObjectId> present(List<String> lines) {
        Set<ObjectId> present = new HashSet<>();
        for (String have : Lines.of(lines, "have")) {
            if (have.matches("[0-9a-f]{40}") && mirror.contains(new CommitId(have))) {
                present.add(ObjectId.fromString(have));
            }
        }
        return present;
    }

    private void send(OutputStream out, Optional<CommitId> tip, Optional<CommitId> outside, Set<ObjectId> present)
            throws IOException {
        Set<ObjectId> wanted = new HashSet<>();
        tip.map(Mirror::object).ifPresent(wanted::add);
        outside.map(Mirror::object).ifPresent(wanted::add);
        wanted.removeAll(present);
        if (wanted.isEmpty()) {
            out.write("none\n".getBytes(StandardCharsets.US_ASCII));
            return;
        }
        out.write("pack\n".getBytes(StandardCharsets.US_ASCII));
        Repository repository = mirror.repository();
        PackConfig config = new PackConfig(repository);
        config.setDeltaCompress(false);
        try (PackWriter pack = new PackWriter(config, repository.newObjectReader())) {
            pack.setUseBitmaps(true);
            pack.setDeltaBaseAsOffset(true);
            pack.setReuseValidatingObjects(false);
            pack.setThin(true);
            pack.preparePack(NullProgressMonitor.INSTANCE, wanted, present);
            pack.writePack(NullProgressMonitor.INSTANCE, NullProgressMonitor.INSTANCE, out);
        }
    }

    private String configuration() {
        return """
                [remote "origin"]
                \turl = %s
                \tfetch = +refs/heads/*:refs/remotes/origin/*
                [user]
                \tname = %s
                \temail = %s
                [push]
                \tdefault = current
                [gc]
                \tauto = 0
                """.formatted(quoted(place.origin()), quoted(agent.name()), quoted(agent.email()));
    }

    private static String quoted(String value) {
        return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
