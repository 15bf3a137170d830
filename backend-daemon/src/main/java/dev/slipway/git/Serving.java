package dev.slipway.git;

import dev.slipway.model.account.Author;
import dev.slipway.model.code.BranchName;
import dev.slipway.model.code.CommitId;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.transport.PacketLineOut;
import org.eclipse.jgit.transport.ReceiveCommand;
import org.eclipse.jgit.transport.ReceivePack;
import org.eclipse.jgit.transport.RefAdvertiser.PacketLineOutRefAdvertiser;
import org.eclipse.jgit.transport.UploadPack;

/// Speaks git's protocol to a client of a mirror, one request at a time (gitprotocol-http, "Smart clients"). Branches,
/// tags and the heads of pull requests are shown; what Slipway keeps for itself is not.
public final class Serving {
    private static final List<String> SHOWN = List.of(Constants.R_HEADS, Constants.R_TAGS, "refs/pull/");

    private final Mirror mirror;

    public Serving(Mirror mirror) {
        this.mirror = mirror;
    }

    /// What a client can fetch.
    /// @param protocol what the client's `Git-Protocol` header lists, such as `version=2`
    public void advertiseUpload(Collection<String> protocol, OutputStream out) throws IOException {
        try (UploadPack pack = uploader(protocol)) {
            pack.sendAdvertisedRefs(advertiser(out), "git-upload-pack");
        }
    }

    /// What a client can push to.
    public void advertiseReceive(OutputStream out) throws IOException {
        PacketLineOut lines = new PacketLineOut(out);
        lines.writeString("# service=git-receive-pack\n");
        lines.end();
        receiver(push -> Optional.empty(), Optional.empty()).sendAdvertisedRefs(advertiser(out));
    }

    /// Answers a fetch.
    public void upload(Collection<String> protocol, InputStream in, OutputStream out) throws IOException {
        try (UploadPack pack = uploader(protocol)) {
            pack.upload(in, out, OutputStream.nullOutputStream());
        }
    }

    /// Takes a push. Branches move by compare-and-set, so that a merge at the same moment loses nothing.
    /// @param by who pushes
    public void receive(InputStream in, OutputStream out, PushRule rule, Author by) throws IOException {
        receiver(rule, Optional.of(by)).receive(in, out, OutputStream.nullOutputStream());
    }

    private UploadPack uploader(Collection<String> protocol) {
        UploadPack pack = new UploadPack(mirror.repository());
        pack.setBiDirectionalPipe(false);
        pack.setExtraParameters(protocol);
        pack.setRefFilter(Serving::shown);
        return pack;
    }

    private ReceivePack receiver(PushRule rule, Optional<Author> by) {
        ReceivePack pack = Receiving.guarded(mirror);
        pack.setRefFilter(Serving::shown);
        pack.setPreReceiveHook((receiver, commands) -> commands.forEach(command -> judge(command, rule)));
        pack.setPostReceiveHook((receiver, commands) -> {
            mirror.packCame();
            commands.forEach(command -> announce(command, by));
        });
        return pack;
    }

    private static void judge(ReceiveCommand command, PushRule rule) {
        PushRule.Kind kind = switch (command.getType()) {
            case CREATE -> PushRule.Kind.CREATES;
            case UPDATE -> PushRule.Kind.FORWARDS;
            case UPDATE_NONFASTFORWARD -> PushRule.Kind.REWRITES;
            case DELETE -> PushRule.Kind.REMOVES;
        };
        rule.objection(new PushRule.Push(command.getRefName(), kind))
                .ifPresent(why -> command.setResult(ReceiveCommand.Result.REJECTED_OTHER_REASON, why));
    }

    private void announce(ReceiveCommand command, Optional<Author> by) {
        String name = command.getRefName();
        if (command.getResult() == ReceiveCommand.Result.OK && name.startsWith(Constants.R_HEADS)) {
            BranchName branch = new BranchName(name.substring(Constants.R_HEADS.length()));
            mirror.announce(
                    new BranchMoved(mirror.id(), branch, commit(command.getOldId()), commit(command.getNewId()), by));
        }
    }

    private static Optional<CommitId> commit(ObjectId id) {
        return ObjectId.zeroId().equals(id) ? Optional.empty() : Optional.of(Mirror.commit(id));
    }

    private static Map<String, Ref> shown(Map<String, Ref> refs) {
        return refs.entrySet().stream()
                .filter(ref -> ref.getKey().equals(Constants.HEAD)
                        || SHOWN.stream().anyMatch(ref.getValue().getName()::startsWith))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static PacketLineOutRefAdvertiser advertiser(OutputStream out) {
        return new PacketLineOutRefAdvertiser(new PacketLineOut(out));
    }
}
