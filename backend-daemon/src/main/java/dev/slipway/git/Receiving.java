package dev.slipway.git;

import dev.slipway.model.code.BranchName;
import dev.slipway.model.code.CommitId;
import dev.slipway.model.problem.Problem;
import dev.slipway.model.problem.ProblemException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.jgit.errors.LargeObjectException;
import org.eclipse.jgit.errors.TooLargeObjectInPackException;
import org.eclipse.jgit.errors.TooLargePackException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.transport.PacketLineOut;
import org.eclipse.jgit.transport.ReceiveCommand;
import org.eclipse.jgit.transport.ReceivePack;
import org.jspecify.annotations.Nullable;

/// Takes in a pack from a place that is not trusted: sizes are bounded, every object is checked as `git fsck` does,
/// and everything that the new commits refer to must be there and be reachable from a branch.
final class Receiving {
    private final Mirror mirror;

    private Receiving(Mirror mirror) {
        this.mirror = mirror;
    }

    static Receiving ofSandbox(Mirror mirror) {
        return new Receiving(mirror);
    }

    /// Sets the checks on a receiver, whoever sends.
    static ReceivePack guarded(Mirror mirror) {
        ReceivePack receiver = new ReceivePack(mirror.repository());
        receiver.setBiDirectionalPipe(false);
        receiver.setObjectChecker(JGitHouse.checker());
        receiver.setCheckReferencedObjectsAreReachable(true);
        receiver.setMaxObjectSizeLimit(mirror.limits().object());
        receiver.setMaxPackSizeLimit(mirror.limits().pack());
        return receiver;
    }

    /// Takes the pack and moves the branch.
    /// @param check runs when the objects are there and before the branch moves; what it throws refuses the move
    void take(BranchName branch, Optional<CommitId> before, CommitId after, InputStream pack, Runnable check)
            throws IOException {
        ReceivePack receiver = guarded(mirror);
        ProblemException[] refusal = new ProblemException[1];
        receiver.setPreReceiveHook((taken, commands) -> {
            try {
                check.run();
            } catch (ProblemException e) {
                refusal[0] = e;
                commands.forEach(c -> c.setResult(ReceiveCommand.Result.REJECTED_OTHER_REASON, "refused"));
            }
        });
        ByteArrayOutputStream report = new ByteArrayOutputStream();
        try {
            receiver.receiveWithExceptionPropagation(
                    new SequenceInputStream(new ByteArrayInputStream(request(branch, before, after)), pack),
                    report,
                    OutputStream.nullOutputStream());
        } catch (IOException e) {
            throw refused(e);
        }
        if (refusal[0] != null) {
            throw refusal[0];
        }
        if (mirror.tip(branch).filter(after::equals).isPresent()) {
            mirror.packCame();
            mirror.announce(new BranchMoved(mirror.id(), branch, before, Optional.of(after), Optional.empty()));
            return;
        }
        String said = report.toString(StandardCharsets.UTF_8);
        throw said.contains("failed to lock")
                        || said.contains("lock error")
                        || !mirror.tip(branch).equals(before)
                ? moved(branch)
                : unsound(
                        said.replaceAll("(?s).*ng " + Pattern.quote(branch.ref()) + " ", "")
                                .replaceAll("0000$", ""),
                        null);
    }

    private static ProblemException moved(BranchName branch) {
        return Problem.conflict(
                        "branch-moved",
                        "The branch moved meanwhile",
                        "`" + branch.value() + "` was changed by someone else at the same moment; nothing is lost.")
                .withRemedy("Try again.")
                .toException();
    }

    /// A push as git's protocol writes it (gitprotocol-pack, "Reference Update Request").
    private static byte[] request(BranchName branch, Optional<CommitId> before, CommitId after) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PacketLineOut lines = new PacketLineOut(bytes);
        String old = before.map(CommitId::value).orElse(ObjectId.zeroId().name());
        lines.writeString(old + " " + after.value() + " " + branch.ref() + "\0 report-status ofs-delta");
        lines.end();
        return bytes.toByteArray();
    }

    private RuntimeException refused(IOException e) {
        for (@Nullable Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof TooLargePackException
                    || cause instanceof TooLargeObjectInPackException
                    || cause instanceof LargeObjectException) {
                return Problem.of(
                                Problem.Kind.TOO_LARGE,
                                "change-too-large",
                                "The change is too large to leave the sandbox",
                                "A file may have " + mirror.limits().object() / (1024 * 1024) + " MB and a push "
                                        + mirror.limits().pack() / (1024 * 1024) + " MB in all.")
                        .withRemedy(
                                "Ask the agent to take the large file out of its commits, not only out of the tree.")
                        .toException(e);
            }
        }
        if (GitProblems.isDiskFull(e)) {
            return GitProblems.diskFull(e);
        }
        return unsound(innermost(e), e);
    }

    private static ProblemException unsound(String why, @Nullable Throwable cause) {
        Problem problem = Problem.invalid(
                        "unsound-commits",
                        "The sandbox's commits are refused",
                        "They failed a check: " + Lines.plain(why).strip() + ".")
                .withRemedy("Ask the agent to make its commits anew with git.");
        return cause == null ? problem.toException() : problem.toException(cause);
    }

    private static String innermost(Throwable e) {
        String said = e.toString();
        for (@Nullable Throwable cause = e; cause != null; cause = cause.getCause()) {
            said = Objects.requireNonNullElse(cause.getMessage(), said);
        }
        return said;
    }
}
