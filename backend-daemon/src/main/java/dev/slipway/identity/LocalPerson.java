package dev.slipway.identity;

import dev.slipway.model.account.Author;
import dev.slipway.model.account.UserId;
import dev.slipway.model.problem.ProblemException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// Who runs this program: as git knows them, else as the operating system does.
public final class LocalPerson {
    private LocalPerson() {}

    /// @param account name of the person's account on this computer
    /// @param home    where git finds its global configuration
    public static Author of(String account, Path home) {
        String slug = account.toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9._-]+", "-")
                .replaceAll("^[^a-z0-9]+", "");
        UserId id = new UserId(slug.isEmpty() ? "owner" : slug.substring(0, Math.min(slug.length(), 39)));
        String fallbackEmail = id.value() + "@localhost";
        String name = gitConfig("user.name", home).orElse(id.value());
        String email = gitConfig("user.email", home).orElse(fallbackEmail);
        try {
            return new Author(id, name, email);
        } catch (ProblemException e) { // git takes what a commit can't hold
            return new Author(id, id.value(), fallbackEmail);
        }
    }

    private static Optional<String> gitConfig(String key, Path home) {
        try {
            ProcessBuilder git = new ProcessBuilder("git", "config", "--global", "--get", key)
                    .redirectErrorStream(true)
                    .directory(home.toFile());
            git.environment().put("HOME", home.toString());
            Process process = git.start();
            process.getOutputStream().close();
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            boolean found = process.waitFor(5, TimeUnit.SECONDS) && process.exitValue() == 0;
            return found && !text.isEmpty() ? Optional.of(text) : Optional.empty();
        } catch (IOException e) { // no git on this computer
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
