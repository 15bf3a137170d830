package dev.slipway.cli;

import dev.slipway.model.problem.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// The names that a person gave to servers in their OpenSSH configuration. What a name stands for is asked of `ssh -G`,
/// which knows wildcards, `Match` and all the rest; the file itself is read for nothing but the names.
final class SshAliases {
    private static final int DEEPEST_INCLUDE = 16;
    private static final int PATIENCE_SECONDS = 10;

    /// What a name stands for.
    /// @param address  `user@host`, with the port unless that is 22
    /// @param via      the server on the way to it, as its address
    /// @param viaAlias the same as the configuration names it
    /// @param keyFile  the key that the configuration names, on this computer
    record Server(String address, Optional<String> via, Optional<String> viaAlias, Optional<Path> keyFile) {}

    private final Path config;
    private final Path home;
    private final List<String> options;

    /// @param home the person's, for `~`
    /// @param file another file than `~/.ssh/config`, if given
    SshAliases(Path home, Optional<Path> file) {
        this.home = home;
        this.config = file.orElse(home.resolve(".ssh/config"));
        this.options = file.map(path -> List.of("-F", path.toString())).orElse(List.of());
    }

    /// The names that can be chosen: those without wildcards, in the order of the file.
    List<String> names() {
        return patterns(config, 0).stream()
                .filter(pattern -> !pattern.matches(".*[*?!,].*"))
                .distinct()
                .toList();
    }

    /// @throws dev.slipway.model.problem.ProblemException if the configuration does not name it, or in a way that the
    ///     daemon can't go
    Server resolve(String alias) {
        if (!known(alias)) {
            throw unknown(alias);
        }
        Map<String, List<String>> found = ask(alias, options);
        String way =
                one(found, "proxyjump").filter(jump -> !jump.equals("none")).orElse("");
        one(found, "proxycommand").filter(command -> !command.equals("none")).ifPresent(command -> {
            throw Problem.invalid(
                            "ssh-proxy-command",
                            "The way to this server is a program",
                            alias + " is reached by ProxyCommand " + command + ", which the daemon can't run.")
                    .withRemedy("Use ProxyJump in " + config + ", or add the host by its address, --via another one.")
                    .toException();
        });
        if (way.contains(",")) {
            throw Problem.invalid(
                            "ssh-long-way",
                            "There are several servers on the way",
                            alias + " is reached through " + way + "; Slipway goes through one at most.")
                    .withRemedy("Add the host by an address that one of them reaches: --via that one.")
                    .toException();
        }
        Optional<String> jump = way.isEmpty() ? Optional.empty() : Optional.of(way);
        return new Server(address(found), jump.map(this::jump), jump, keyFile(alias, found));
    }

    /// A jump is written as an alias, or as user@host:port.
    private String jump(String written) {
        String plain = written.replaceFirst("^ssh://", "");
        int at = plain.lastIndexOf('@');
        String host = plain.substring(at + 1);
        List<String> more = new ArrayList<>(options);
        if (at >= 0) {
            more.addAll(List.of("-l", plain.substring(0, at)));
        }
        int colon = host.lastIndexOf(':');
        if (colon > 0 && host.indexOf(':') == colon) {
            more.addAll(List.of("-p", host.substring(colon + 1)));
            host = host.substring(0, colon);
        }
        return address(ask(host, more));
    }

    private static String address(Map<String, List<String>> found) {
        String host = one(found, "hostname").orElse("");
        String port = one(found, "port").orElse("22");
        return one(found, "user").orElse("") + "@" + (host.contains(":") ? "[" + host + "]" : host)
                + (port.equals("22") ? "" : ":" + port);
    }

    /// The first key that the configuration names and that is there; not those that ssh tries when it names none.
    private Optional<Path> keyFile(String alias, Map<String, List<String>> found) {
        List<String> usual = ask(alias, List.of("-F", "none")).getOrDefault("identityfile", List.of());
        return found.getOrDefault("identityfile", List.of()).stream()
                .filter(file -> !usual.contains(file) && !file.equals("none"))
                .map(file -> expand(file, alias, found))
                .filter(Files::isRegularFile)
                .findFirst();
    }

    private Path expand(String file, String alias, Map<String, List<String>> found) {
        String text = file.replace("%d", home.toString())
                .replace("%h", one(found, "hostname").orElse(""))
                .replace("%n", alias)
                .replace("%r", one(found, "user").orElse(""))
                .replace("%%", "%");
        return text.startsWith("~/") ? home.resolve(text.substring(2)) : home.resolve(text);
    }

    private static Optional<String> one(Map<String, List<String>> found, String name) {
        return found.getOrDefault(name, List.of()).stream().findFirst();
    }

    /// To ssh every name is one, so whether this is meant is seen from the patterns.
    private boolean known(String alias) {
        if (alias.isEmpty() || alias.startsWith("-")) {
            return false;
        }
        return patterns(config, 0).stream()
                .filter(pattern -> !pattern.equals("*") && !pattern.startsWith("!"))
                .anyMatch(pattern -> matcher(pattern).matches(Path.of(alias.replace('/', '_'))));
    }

    private static PathMatcher matcher(String pattern) {
        return FileSystems.getDefault()
                .getPathMatcher("glob:" + pattern.replace('/', '_').replaceAll("([\\\\\\[\\]{}])", "\\\\$1"));
    }

    private RuntimeException unknown(String alias) {
        List<String> names = names();
        return Problem.unknown(
                        "unknown-ssh-alias",
                        "Your SSH configuration does not name this server",
                        "No Host in " + config + " is \"" + SafeText.line(alias, 100) + "\".")
                .withRemedy(
                        names.isEmpty()
                                ? "There are no names in it. Add the host by its address: slipway host add ID"
                                        + " USER@ADDRESS."
                                : "It has: "
                                        + String.join(
                                                ", ", names.stream().limit(30).toList())
                                        + (names.size() > 30 ? " …" : "") + ".")
                .toException();
    }

    private List<String> patterns(Path file, int depth) {
        List<String> found = new ArrayList<>();
        if (depth > DEEPEST_INCLUDE || !Files.isReadable(file) || !Files.isRegularFile(file)) {
            return found;
        }
        try {
            for (String line :
                    Files.readString(file, StandardCharsets.UTF_8).lines().toList()) {
                List<String> words = words(line);
                String keyword = words.isEmpty() ? "" : words.getFirst().toLowerCase(Locale.ROOT);
                List<String> rest = words.isEmpty() ? List.of() : words.subList(1, words.size());
                switch (keyword) {
                    case "host" -> found.addAll(rest);
                    case "match" -> found.addAll(hostsOfMatch(rest));
                    case "include" ->
                        rest.forEach(pattern ->
                                included(pattern).forEach(path -> found.addAll(patterns(path, depth + 1))));
                    default -> {}
                }
            }
        } catch (IOException e) {
            throw Problem.unavailable("ssh-config-unreadable", "Your SSH configuration can't be read", file + ": " + e)
                    .toException(e);
        }
        return found;
    }

    private static List<String> hostsOfMatch(List<String> criteria) {
        List<String> hosts = new ArrayList<>();
        for (int i = 0; i + 1 < criteria.size(); i++) {
            if (criteria.get(i).equalsIgnoreCase("host") || criteria.get(i).equalsIgnoreCase("originalhost")) {
                hosts.addAll(List.of(criteria.get(i + 1).split(",", -1)));
            }
        }
        return hosts;
    }

    private List<Path> included(String pattern) {
        Path whole = pattern.startsWith("~/")
                ? home.resolve(pattern.substring(2))
                : home.resolve(".ssh").resolve(pattern);
        Path parent = whole.getParent();
        if (parent == null || !Files.isDirectory(parent)) {
            return List.of();
        }
        PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + whole.getFileName());
        try (Stream<Path> files = Files.list(parent)) {
            return files.filter(path -> matcher.matches(path.getFileName()))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    /// A keyword and what belongs to it, parted by blanks or one `=`; quotes hold words together.
    private static List<String> words(String line) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean quoted = false;
        for (char c : line.strip().toCharArray()) {
            if (c == '"') {
                quoted = !quoted;
            } else if (!quoted && c == '#' && word.isEmpty()) {
                break;
            } else if (!quoted && (Character.isWhitespace(c) || (c == '=' && words.size() < 2))) {
                if (!word.isEmpty()) {
                    words.add(word.toString());
                    word.setLength(0);
                }
            } else {
                word.append(c);
            }
        }
        if (!word.isEmpty()) {
            words.add(word.toString());
        }
        return words;
    }

    private static Map<String, List<String>> ask(String alias, List<String> options) {
        List<String> command = new ArrayList<>(List.of("ssh", "-G"));
        command.addAll(options);
        command.addAll(List.of("--", alias));
        try {
            Process ssh = new ProcessBuilder(command).start();
            ssh.getOutputStream().close();
            String output = new String(ssh.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            String said = new String(ssh.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!ssh.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || ssh.exitValue() != 0) {
                ssh.destroyForcibly();
                throw Problem.invalid(
                                "ssh-config-refused",
                                "OpenSSH can't read your configuration",
                                "ssh -G " + alias + ": " + SafeText.line(said.strip(), 500))
                        .toException();
            }
            Map<String, List<String>> found = new LinkedHashMap<>();
            output.lines()
                    .map(line -> line.split(" ", 2))
                    .filter(parts -> parts.length == 2)
                    .forEach(parts -> found.computeIfAbsent(parts[0], _ -> new ArrayList<>())
                            .add(parts[1]));
            return found;
        } catch (IOException e) {
            throw Problem.unavailable("no-ssh", "OpenSSH is not here", "ssh could not be started: " + e.getMessage())
                    .withRemedy("Install an OpenSSH client, or add the host by its address.")
                    .toException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Problem.unavailable("interrupted", "Stopped", "Asking ssh was stopped.")
                    .toException(e);
        }
    }
}
