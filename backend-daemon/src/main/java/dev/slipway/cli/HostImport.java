package dev.slipway.cli;

import dev.slipway.model.fleet.HostId;
import dev.slipway.model.fleet.HostStatus;
import dev.slipway.model.problem.Problem;
import dev.slipway.model.wire.HostCalls;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A host that a person wants to add, as they wrote it or as their SSH configuration has it.
/// @param keyFile on the daemon's computer
/// @param command by which it is added, as far as the person has said
record HostImport(HostId id, String address, Optional<String> via, Optional<String> keyFile, String command) {

    static HostImport of(Slipway slipway, @Nullable String id, @Nullable String address, HostOptions options)
            throws InterruptedException {
        if (options.alias == null) {
            if (id == null || address == null) {
                throw Problem.invalid("no-host-address", "Which host?", "A name and an address are needed.")
                        .withRemedy("slipway host add build-1 user@build-1.example.org, or --from-ssh-config ALIAS;"
                                + " `slipway host aliases` lists those of your SSH configuration.")
                        .toException();
            }
            return new HostImport(
                    new HostId(id),
                    address,
                    Optional.ofNullable(options.via),
                    Optional.ofNullable(options.key),
                    "slipway host add " + id + " " + address + given("--via", options.via)
                            + given("--key", options.key));
        }
        if (address != null || options.via != null) {
            throw Problem.invalid(
                            "address-or-alias",
                            "Which of the two?",
                            "Both an address or --via and --from-ssh-config are given, which says the same.")
                    .toException();
        }
        return fromConfig(slipway, id, options.alias, options);
    }

    static SshAliases aliases(Slipway slipway, @Nullable String file) {
        Path home = Path.of(slipway.surroundings().variable("HOME").orElse(System.getProperty("user.home")));
        return new SshAliases(
                home,
                Optional.ofNullable(file)
                        .map(path -> slipway.surroundings().directory().resolve(path)));
    }

    private static HostImport fromConfig(Slipway slipway, @Nullable String id, String alias, HostOptions options)
            throws InterruptedException {
        SshAliases.Server server = aliases(slipway, options.config).resolve(alias);
        if (server.via().isPresent()) {
            requireHost(slipway, server.via().get(), server.viaAlias().orElseThrow());
        }
        String command = "slipway host add " + (id == null ? "" : id + " ") + "--from-ssh-config " + alias
                + given("--ssh-config", options.config) + given("--key", options.key);
        return new HostImport(
                new HostId(id == null ? alias : id),
                server.address(),
                server.via(),
                Optional.ofNullable(options.key).or(() -> key(slipway, alias, server)),
                command);
    }

    /// The person's own key is of use only where the daemon can read it.
    private static Optional<String> key(Slipway slipway, String alias, SshAliases.Server server) {
        if (server.keyFile().isEmpty()) {
            return Optional.empty();
        }
        String file = server.keyFile().get().toString();
        if (ServerAddress.isThisComputer(slipway.address().url())) {
            return Optional.of(file);
        }
        slipway.console()
                .aside("Your key " + SafeText.line(file, 200)
                        + " is on this computer and stays there: the daemon logs in"
                        + " with its own. To let it in: slipway host key | ssh " + alias
                        + " 'cat >> ~/.ssh/authorized_keys'");
        return Optional.empty();
    }

    private static void requireHost(Slipway slipway, String via, String alias) throws InterruptedException {
        List<HostStatus> hosts =
                slipway.api().call(HostCalls.LIST).send().value().hosts();
        if (hosts.stream().noneMatch(host -> host.address().equals(Optional.of(via)))) {
            throw Problem.conflict(
                            "unknown-way",
                            "The server on the way is not a host yet",
                            "It is reached through " + alias + " (" + via + "), whose key nobody has accepted.")
                    .withRemedy("Add that one first, and cordon it if it is to have no sandboxes: slipway host add"
                            + " --from-ssh-config " + alias)
                    .toException();
        }
    }

    private static String given(String option, @Nullable String value) {
        return value == null ? "" : " " + option + " " + value;
    }
}
