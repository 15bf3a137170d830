package dev.slipway.cli;

import dev.slipway.model.problem.Problem;
import dev.slipway.model.wire.SessionCalls.NewAttachment;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/// A prompt as it is given on a command line: its text, or `-` for what comes on standard input, and files beside it.
record PromptText(Surroundings surroundings) {

    String read(List<String> words) {
        String text = String.join(" ", words);
        if (text.equals("-")) {
            try {
                text = new String(surroundings.in().readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw Problem.invalid("unreadable-input", "Standard input could not be read", e.toString())
                        .toException(e);
            }
        }
        if (text.isBlank()) {
            throw Problem.invalid("empty-prompt", "The prompt is empty", "There is nothing for the agent to do.")
                    .withRemedy("Write it in quotes, or pass - and give it on standard input.")
                    .toException();
        }
        return text.strip();
    }

    List<NewAttachment> attachments(List<Path> files) {
        List<NewAttachment> attachments = new ArrayList<>();
        for (Path file : files) {
            Path whole = surroundings.directory().resolve(file);
            try {
                String content = Base64.getEncoder().encodeToString(Files.readAllBytes(whole));
                String name = whole.getFileName().toString();
                attachments.add(new NewAttachment(name, mediaType(name), content));
            } catch (IOException e) {
                throw Problem.invalid("unreadable-file", "A file could not be read", whole + ": " + Home.why(e) + ".")
                        .toException(e);
            }
        }
        return attachments;
    }

    private static String mediaType(String name) {
        String ending = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return switch (ending) {
            case "png" -> "image/png";
            case "jpg", "jpeg" -> "image/jpeg";
            case "gif" -> "image/gif";
            case "webp" -> "image/webp";
            case "json" -> "application/json";
            case "pdf" -> "application/pdf";
            case "zip" -> "application/zip";
            default -> "text/plain";
        };
    }
}
