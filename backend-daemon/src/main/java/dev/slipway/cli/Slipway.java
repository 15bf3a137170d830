package dev.slipway.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.slipway.cli.Api.Answer;
import dev.slipway.model.account.UserId;
import dev.slipway.model.problem.Problem;
import dev.slipway.model.problem.ProblemException;
import java.io.PrintWriter;
import java.net.URI;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/// The command `slipway` itself: the options that every command has, and what all commands share.
@Command(
        name = "slipway",
        description = "Background coding agents on your own machines.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        showDefaultValues = false,
        usageHelpWidth = 100,
        usageHelpAutoWidth = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:a problem: standard error says what happened and what to do",
            "2:the command line can't be understood",
            "3:the turn that was followed failed, was stopped or was interrupted",
            "130:Ctrl-C; a session goes on"
        })
final class Slipway implements Runnable {
    /// Each command and how it is made; made only when it is named, as looking through all of them takes
    /// longer than
    /// most of them run.
    private static final Map<String, Function<Slipway, Object>> COMMANDS = commands();

    @Option(
            names = "--server",
            scope = ScopeType.INHERIT,
            paramLabel = "URL",
            description = "The daemon to speak to (SLIPWAY_URL); else the one of SLIPWAY_HOME.")
    @Nullable String server;

    @Option(
            names = "--token",
            scope = ScopeType.INHERIT,
            paramLabel = "TOKEN",
            description = "Whose token to use (better SLIPWAY_TOKEN: others on the computer can read a command line);"
                    + " else the owner's, in SLIPWAY_HOME.")
    @Nullable String token;

    @Option(
            names = "--as",
            scope = ScopeType.INHERIT,
            paramLabel = "USER",
            description = "Act as a user whose token `user add --save` kept.")
    @Nullable String as;

    @Option(
            names = "--json",
            scope = ScopeType.INHERIT,
            description = "Print the server's JSON as it is; one object a line when following.")
    boolean json;

    @Option(names = "--no-color", scope = ScopeType.INHERIT, description = "No colours (NO_COLOR).")
    boolean plain;

    @Option(names = "--debug", scope = ScopeType.INHERIT, description = "Show where in the program an error arose.")
    boolean debug;

    private final Surroundings surroundings;
    private @Nullable Console console;
    private @Nullable Api api;

    Slipway(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    private static Map<String, Function<Slipway, Object>> commands() {
        Map<String, Function<Slipway, Object>> commands = new LinkedHashMap<>();
        commands.put("demo", DemoCommand::new);
        commands.put("up", UpCommand::new);
        commands.put("down", DownCommand::new);
        commands.put("status", StatusCommand::new);
        commands.put("daemon", DaemonCommand::new);
        commands.put("run", RunCommand::new);
        commands.put("sessions", SessionsCommand::new);
        commands.put("show", ShowCommand::new);
        commands.put("prompt", PromptCommand::new);
        commands.put("queue", QueueCommand::new);
        commands.put("stop", StopCommand::new);
        commands.put("resume", ResumeCommand::new);
        commands.put("sync", SyncCommand::new);
        commands.put("fork", ForkCommand::new);
        commands.put("forward", ForwardCommand::new);
        commands.put("ports", PortsCommand::new);
        commands.put("diff", DiffCommand::new);
        commands.put("pr", PullRequestCommand::new);
        commands.put("repo", RepositoryCommand::new);
        commands.put("image", ImageCommand::new);
        commands.put("host", HostCommand::new);
        commands.put("pool", PoolCommand::new);
        commands.put("warm", WarmCommand::new);
        commands.put("user", UserCommand::new);
        commands.put("models", ModelsCommand::new);
        commands.put("stats", StatisticsCommand::new);
        commands.put("doctor", DoctorCommand::new);
        commands.put("completion", CompletionCommand::new);
        return commands;
    }

    /// Runs one command line.
    /// @return the exit code
    static int run(Surroundings surroundings, String... args) {
        Slipway slipway = new Slipway(surroundings);
        List<String> words = Arrays.asList(args);
        List<String> named = COMMANDS.keySet().stream().filter(words::contains).toList();
        if (named.isEmpty() && !words.isEmpty() && !words.getFirst().startsWith("-")) {
            // What is no command has no help either, and that is to be said.
            words = words.stream()
                    .filter(word -> !word.equals("--help") && !word.equals("-h"))
                    .toList();
        }
        CommandLine line = slipway.commandLine(named.isEmpty() ? List.copyOf(COMMANDS.keySet()) : named);
        return line.execute(words.toArray(String[]::new));
    }

    /// All of it, for documents and completion.
    static CommandLine complete(Surroundings surroundings) {
        return new Slipway(surroundings).commandLine(List.copyOf(COMMANDS.keySet()));
    }

    private CommandLine commandLine(List<String> names) {
        CommandLine line = new CommandLine(this);
        line.getCommandSpec().version("slipway " + version());
        for (String name : names) {
            line.addSubcommand(name, Objects.requireNonNull(COMMANDS.get(name)).apply(this));
        }
        line.setOut(new PrintWriter(surroundings.out(), true, UTF_8))
                .setErr(new PrintWriter(surroundings.err(), true, UTF_8))
                .setColorScheme(CommandLine.Help.defaultColorScheme(
                        surroundings.terminal() ? CommandLine.Help.Ansi.AUTO : CommandLine.Help.Ansi.OFF))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .registerConverter(long.class, text -> number(text))
                .registerConverter(int.class, text -> Math.toIntExact(number(text)))
                .setAbbreviatedOptionsAllowed(false)
                .setExecutionExceptionHandler((e, command, parsed) -> failed(e))
                .setParameterExceptionHandler((e, parsed) -> misunderstood(e));
        return line;
    }

    private static long number(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new CommandLine.TypeConversionException("\"" + text + "\" is not a whole number");
        }
    }

    private static String version() {
        return Optional.ofNullable(Slipway.class.getPackage().getImplementationVersion())
                .orElse("(built from source)");
    }

    @Override
    public void run() {
        complete(surroundings).usage(surroundings.out());
    }

    private int misunderstood(CommandLine.ParameterException e) {
        CommandLine line = e.getCommandLine();
        if (line.getParseResult() != null
                && line.getParseResult().unmatched().isEmpty()
                && !line.getSubcommands().isEmpty()
                && line.getParent() != null) {
            line.usage(line.getErr());
            return ExitCode.USAGE;
        }
        String text = e.getCause() instanceof ProblemException problem
                ? String.valueOf(problem.getMessage())
                : String.valueOf(e.getMessage());
        console().aside(console().red(SafeText.of(text, false)));
        if (!CommandLine.UnmatchedArgumentException.printSuggestions(e, line.getErr())) {
            console().aside("See: " + line.getCommandSpec().qualifiedName() + " --help");
        }
        return ExitCode.USAGE;
    }

    /// Says what went wrong.
    /// @return the exit code
    int failed(Exception e) {
        switch (e) {
            case ProblemException problem -> console().problem(problem.problem());
            case InterruptedException interrupted -> {
                Thread.currentThread().interrupt();
                return ExitCode.INTERRUPTED;
            }
            default ->
                console()
                        .problem(Problem.of(
                                        Problem.Kind.INTERNAL, "fault", "Something in Slipway went wrong", e.toString())
                                .withRemedy("Run it again with --debug to see where, and report it with that output."));
        }
        if (debug) {
            e.printStackTrace(surroundings.err());
        }
        return ExitCode.PROBLEM;
    }

    /// The same output options for a daemon in other surroundings.
    Slipway in(Surroundings other, Optional<UserId> user) {
        Slipway there = new Slipway(other);
        there.json = json;
        there.plain = plain;
        there.debug = debug;
        there.console = console();
        there.as = user.map(UserId::value).orElse(null);
        return there;
    }

    Surroundings surroundings() {
        return surroundings;
    }

    Home home() {
        return Home.of(surroundings);
    }

    Console console() {
        if (console == null) {
            console = Console.of(surroundings, plain || json);
        }
        return console;
    }

    Api api() {
        if (api == null) {
            api = new Api(this::address);
        }
        return api;
    }

    /// With `--json`, prints an answer as it came.
    /// @return whether that was all there is to print
    boolean printedAsJson(Answer<?> answer) {
        if (json) {
            console().line(answer.json());
        }
        return json;
    }

    /// Looked up at each use, as a daemon that starts again may listen elsewhere.
    ServerAddress address() {
        Optional<String> named = Optional.ofNullable(server).or(() -> surroundings.variable("SLIPWAY_URL"));
        URI url = named.or(() -> home().daemonUrl()).map(ServerAddress::parse).orElseThrow(this::noDaemon);
        if (token != null) {
            return new ServerAddress(url, checked(token, "--token"), "--token");
        }
        if (as != null) {
            UserId user = new UserId(as);
            return fromFile(url, home().tokenOf(user), "`slipway user add " + as + " --save` keeps one at creation.");
        }
        Optional<String> given = surroundings.variable("SLIPWAY_TOKEN");
        if (given.isPresent()) {
            return new ServerAddress(url, checked(given.get(), "SLIPWAY_TOKEN"), "SLIPWAY_TOKEN");
        }
        if (named.isPresent() && !ServerAddress.isThisComputer(url)) {
            throw Problem.invalid(
                            "no-token",
                            "A token is needed",
                            "The tokens in " + home().directory() + " are not sent to another computer (" + url + ").")
                    .withRemedy("Set SLIPWAY_TOKEN to your token there.")
                    .toException();
        }
        return fromFile(url, home().ownersToken(), "Is SLIPWAY_HOME the one that the daemon runs with?");
    }

    private static ServerAddress fromFile(URI url, java.nio.file.Path file, String remedy) {
        String token = Home.firstLine(file)
                .orElseThrow(() -> Problem.of(
                                Problem.Kind.UNAUTHENTICATED,
                                "no-token",
                                "There is no token",
                                "Nothing is in " + file + ".")
                        .withRemedy(remedy)
                        .toException());
        return new ServerAddress(url, checked(token, file.toString()), file.toString());
    }

    private static String checked(String token, String source) {
        if (!token.matches("[!-~]{1,4096}")) {
            throw Problem.invalid(
                            "malformed-token", "This is not a token", "What is in " + source + " can't be a token.")
                    .toException();
        }
        return token;
    }

    private ProblemException noDaemon() {
        return Problem.unavailable("no-daemon", "No daemon runs here", "SLIPWAY_HOME is " + home().directory() + ".")
                .withRemedy("Start it with `slipway up`, or name another one with --server or SLIPWAY_URL.")
                .toException();
    }
}
