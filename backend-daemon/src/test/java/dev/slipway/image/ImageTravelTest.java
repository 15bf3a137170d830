package dev.slipway.image;

import static dev.slipway.image.Yard.SHOP;
import static dev.slipway.image.Yard.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.git.GitExec;
import dev.slipway.git.GitIdentity;
import dev.slipway.git.Mirror;
import dev.slipway.git.Workspaces;
import dev.slipway.host.HostShell;
import dev.slipway.model.code.BranchName;
import dev.slipway.model.fleet.HostId;
import dev.slipway.model.fleet.ImageBuild;
import dev.slipway.sandbox.ExecSpec;
import dev.slipway.sandbox.Sandbox;
import dev.slipway.sandbox.SandboxId;
import dev.slipway.sandbox.SandboxSettings;
import dev.slipway.sandbox.SandboxSpec;
import dev.slipway.sandbox.Sandboxes;
import dev.slipway.snapshot.Shipping;
import dev.slipway.snapshot.Snapshots;
import dev.slipway.ssh.SshServer;
import dev.slipway.ssh.TestSshd;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// From this machine to one behind SSH.
class ImageTravelTest {
    private static final HostId FAR = new HostId("far");
    private static final BranchName MAIN = new BranchName("main");

    @Test
    void aHostThatLacksTheImageGetsItFromOneThatHasIt() throws Exception {
        Path place = Files.createTempDirectory("sshd");
        TestSshd sshd = new TestSshd(place);
        try (Yard yard = new Yard();
                SshServer server = new SshServer(sshd.target(), sshd.pinned(), yard.random)) {
            String root = yard.root.resolve("far").toString();
            Sandboxes there = new Sandboxes(
                    HostShell.ssh(FAR, server, root, yard.random), SandboxSettings.standard(), yard.random);
            Images far = new Images(
                    there,
                    new Snapshots(there, InstantSource.system(), yard.random),
                    yard.root.resolve("far-images"),
                    yard.random,
                    yard.registry,
                    FAR);
            Map<HostId, Sandboxes> hosts = Map.of(HostId.LOCAL, yard.sandboxes, FAR, there);
            yard.registry.onLacking(new ImageTravel(
                    yard.registry, new Shipping(), host -> Optional.ofNullable(hosts.get(host)))::begin);
            yard.origin.commit(".slipway.yml", "image: {setup: 'echo installed > $HOME/packages'}");
            yard.importShop();
            ImageBuild build = yard.build(false);
            try {
                Mirror mirror = yard.mirrors.open(SHOP);
                Workspaces workspaces = new Workspaces(GitIdentity.AGENT);
                assertThat(far.newest(SHOP)).isEmpty();

                // As a session does that begins there.
                var _ = far.get(
                        SHOP,
                        build.commit().orElseThrow(),
                        fresh -> workspaces.prepare(GitExec.in(fresh), mirror, MAIN, mirror.tip(MAIN), MAIN));

                eventually(() -> far.newest(SHOP).isPresent());
                BuiltImage image = far.newest(SHOP).orElseThrow();
                assertThat(image.id()).isEqualTo(build.id());
                assertThat(yard.builds.get(SHOP, build.id()).hosts()).containsExactlyInAnyOrder(HostId.LOCAL, FAR);
                Sandbox session = there.create(image.start(SandboxSpec.of(new SandboxId("session"))));
                assertThat(session.run(ExecSpec.shell("cat $HOME/packages; git status --porcelain"))
                                .output())
                        .isEqualTo("installed\n");
            } finally {
                there.destroyAll();
            }
        } finally {
            sshd.remove();
        }
    }
}
