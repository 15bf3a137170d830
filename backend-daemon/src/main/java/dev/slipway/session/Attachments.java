package dev.slipway.session;

import dev.slipway.agent.CommandText;
import dev.slipway.journal.Blobs;
import dev.slipway.model.problem.Problem;
import dev.slipway.model.session.Attachment;
import dev.slipway.model.wire.SessionCalls.NewAttachment;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/// Takes in the files that come with a prompt.
final class Attachments {
    private static final int MAX_FILES = 20;
    private static final int MAX_BYTES = 10 << 20;
    private static final Pattern MEDIA_TYPE = Pattern.compile("[a-zA-Z0-9!#$&^_.+-]{1,60}/[a-zA-Z0-9!#$&^_.+-]{1,60}");

    /// Controls, separators of lines, and what turns the direction of text around.
    static final String UNSEEN = "[\\p{Cc}\\u2028\\u2029\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069]";

    private Attachments() {}

    /// @throws dev.slipway.model.problem.ProblemException for what [#keep] would refuse
    static void check(List<NewAttachment> incoming) {
        limit(incoming);
        incoming.forEach(attachment -> {
            var _ = mediaType(attachment);
            var _ = decode(attachment);
        });
    }

    static List<Attachment> keep(List<NewAttachment> incoming, Blobs blobs) {
        limit(incoming);
        List<Attachment> kept = new ArrayList<>();
        for (NewAttachment attachment : incoming) {
            byte[] bytes = decode(attachment);
            kept.add(
                    new Attachment(baseName(attachment.name()), mediaType(attachment), blobs.put(bytes), bytes.length));
        }
        return kept;
    }

    private static void limit(List<NewAttachment> incoming) {
        if (incoming.size() > MAX_FILES) {
            throw Problem.invalid(
                            "too-many-attachments",
                            "Too many attachments",
                            "A prompt takes " + MAX_FILES + " files, not " + incoming.size() + ".")
                    .toException();
        }
    }

    private static byte[] decode(NewAttachment attachment) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(attachment.content());
        } catch (IllegalArgumentException e) {
            throw Problem.invalid(
                            "malformed-attachment",
                            "An attachment can't be read",
                            "The content of \"" + baseName(attachment.name()) + "\" is not base 64.")
                    .toException(e);
        }
        if (bytes.length > MAX_BYTES) {
            throw Problem.of(
                            Problem.Kind.TOO_LARGE,
                            "attachment-too-large",
                            "An attachment is too large",
                            "\"" + baseName(attachment.name()) + "\" has " + bytes.length + " bytes; " + MAX_BYTES
                                    + " are possible.")
                    .toException();
        }
        return bytes;
    }

    private static String mediaType(NewAttachment attachment) {
        if (!MEDIA_TYPE.matcher(attachment.mediaType()).matches()) {
            throw Problem.invalid(
                            "malformed-media-type",
                            "An attachment's media type makes no sense",
                            "A media type is like image/png.")
                    .toException();
        }
        // Only the daemon joins the repository's commands to a prompt.
        return attachment.mediaType().equals(CommandText.MEDIA_TYPE) ? "text/markdown" : attachment.mediaType();
    }

    /// The last part of a name, without what could lead out of a directory or disturb a terminal.
    private static String baseName(String name) {
        String last = name.replaceAll("(?s)^.*[/\\\\]", "").replaceAll(UNSEEN, "");
        String kept = last.substring(0, Math.min(last.length(), 200));
        return kept.isBlank() || kept.equals(".") || kept.equals("..") ? "attachment" : kept;
    }
}
