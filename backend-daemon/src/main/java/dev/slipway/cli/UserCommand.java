package dev.slipway.cli;

import dev.slipway.model.account.Role;
import dev.slipway.model.account.UserId;
import dev.slipway.model.wire.ServerCalls;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// The people who use this daemon.
@Command(name = "user", description = "Add and list users.", synopsisSubcommandLabel = "(add | list)")
final class UserCommand {
    private final Slipway slipway;

    UserCommand(Slipway slipway) {
        this.slipway = slipway;
    }

    @Command(name = "add", description = "Add a user; the token is shown this once.")
    int add(
            @Parameters(paramLabel = "USER", description = "A short name, such as ada.") String id,
            @Option(
                            names = "--name",
                            paramLabel = "NAME",
                            description = "The full name, as commits show it; else the short one.")
                    @Nullable String name,
            @Option(
                            names = "--email",
                            paramLabel = "ADDRESS",
                            required = true,
                            description = "The address, as commits show it.")
                    String email,
            @Option(
                            names = "--role",
                            paramLabel = "ROLE",
                            description = "${COMPLETION-CANDIDATES} (by default MEMBER).")
                    @Nullable Role role,
            @Option(
                            names = "--save",
                            description =
                                    "Keep the token in SLIPWAY_HOME, readable by this account alone, for --as USER.")
                    boolean save)
            throws InterruptedException {
        UserId user = new UserId(id);
        var answer = slipway.api()
                .call(ServerCalls.ADD_USER)
                .send(new ServerCalls.NewUser(user, name == null ? id : name, email, Optional.ofNullable(role)));
        if (save) {
            slipway.home().save(user, answer.value().token());
        }
        if (slipway.printedAsJson(answer)) {
            return ExitCode.OK;
        }
        Console console = slipway.console();
        console.aside("Added " + SafeText.line(answer.value().user().author().ident(), 200) + " as "
                + answer.value().user().role().name().toLowerCase(Locale.ROOT) + "."
                + (save ? " Act as this user with --as " + id + "." : " The token, shown this once:"));
        if (!save) {
            console.line(answer.value().token());
        }
        return ExitCode.OK;
    }

    @Command(name = "list", description = "List users.")
    int list() throws InterruptedException {
        var answer = slipway.api().call(ServerCalls.USERS).send();
        if (!slipway.printedAsJson(answer)) {
            slipway.console()
                    .table(answer.value().users().stream()
                            .map(user -> List.of(
                                    user.id().value(),
                                    user.role().name().toLowerCase(Locale.ROOT),
                                    SafeText.line(user.author().ident(), 100)))
                            .toList());
        }
        return ExitCode.OK;
    }
}
