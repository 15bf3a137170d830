package dev.slipway.agent;

import dev.slipway.journal.Blobs;
import dev.slipway.llm.ContentBlock;
import dev.slipway.llm.ContentBlock.Image;
import dev.slipway.llm.ContentBlock.Text;
import dev.slipway.llm.ContentBlock.Viewable;
import dev.slipway.model.session.Attachment;
import dev.slipway.model.session.BlobId;
import dev.slipway.model.session.Prompt;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Turns what people send, text and files, into what a model sees.
final class PromptContent {
    /// Providers take images of up to 5 MB in Base64.
    private static final int LARGEST_IMAGE = 3_700_000;
    /// Of an attached text, in bytes: some 16,000 tokens.
    private static final int LARGEST_TEXT = 64 * 1024;

    private static final Set<String> IMAGES = Set.of("image/png", "image/jpeg", "image/gif", "image/webp");

    private final Blobs blobs;

    PromptContent(Blobs blobs) {
        this.blobs = blobs;
    }

    /// @param named whether the model is told who speaks
    List<ContentBlock> blocks(Prompt prompt, boolean named) {
        List<ContentBlock> blocks = new ArrayList<>();
        String from = named ? "[From " + prompt.author().name() + "]\n" : "";
        blocks.add(new Text(from + (prompt.text().isBlank() ? "(See the attached files.)" : prompt.text())));
        List<String> mentions = Mentions.of(prompt.text());
        if (!mentions.isEmpty()) {
            blocks.add(
                    new Text("[Files that this prompt mentions, relative to the root of the work tree; read those that"
                            + " matter: " + String.join(", ", mentions) + "]"));
        }
        prompt.attachments().forEach(attachment -> {
            if (attachment.mediaType().equals(CommandText.MEDIA_TYPE)) {
                command(attachment, prompt.text()).ifPresent(blocks::add);
            } else {
                blocks.addAll(blocks(attachment));
            }
        });
        return blocks;
    }

    private Optional<ContentBlock> command(Attachment file, String prompt) {
        byte[] bytes = read(file.blob(), CommandText.LARGEST);
        return bytes == null
                ? Optional.of(new Text("[The command " + file.name() + " is missing.]"))
                : CommandText.expanded(file.name(), new String(bytes, StandardCharsets.UTF_8), prompt)
                        .map(Text::new);
    }

    /// An image that a tool has made or found.
    Viewable image(BlobId blob) {
        byte[] bytes = read(blob, LARGEST_IMAGE + 1);
        String type = bytes == null ? null : imageType(bytes);
        return bytes == null || type == null || bytes.length > LARGEST_IMAGE
                ? new Text("[An image that can't be shown: it is missing, too large or of an unknown kind.]")
                : new Image(type, Base64.getEncoder().encodeToString(bytes));
    }

    private List<ContentBlock> blocks(Attachment file) {
        String name = "\"" + file.name() + "\" (" + file.mediaType() + ", " + file.bytes() + " bytes)";
        byte[] bytes = read(file.blob(), Math.max(LARGEST_IMAGE, LARGEST_TEXT) + 1);
        if (bytes == null) {
            return List.of(new Text("[The attached file " + name + " is missing.]"));
        }
        if (IMAGES.contains(file.mediaType())) {
            String type = imageType(bytes);
            if (type == null || bytes.length > LARGEST_IMAGE) {
                return List.of(new Text("[The attached image " + name + " can't be shown: it is "
                        + (type == null ? "damaged" : "too large") + ".]"));
            }
            return List.of(
                    new Text("[Attached image " + name + "]"),
                    new Image(type, Base64.getEncoder().encodeToString(bytes)));
        }
        String text = text(bytes);
        if (text == null) {
            return List.of(new Text("[Attached file " + name + ": binary, not shown.]"));
        }
        String cut = bytes.length > LARGEST_TEXT ? "\n[… the rest is left out …]" : "";
        return List.of(new Text("[Attached file " + name + "]\n" + text + cut));
    }

    private byte @Nullable [] read(BlobId blob, int most) {
        try (InputStream in = blobs.get(blob).orElse(null)) {
            return in == null ? null : in.readNBytes(most);
        } catch (IOException gone) {
            return null;
        }
    }

    /// By its first bytes, as a name or header may be wrong and providers refuse a mismatch.
    private static @Nullable String imageType(byte[] bytes) {
        String start = new String(bytes, 0, Math.min(12, bytes.length), StandardCharsets.ISO_8859_1);
        if (start.startsWith("\u0089PNG")) {
            return "image/png";
        }
        if (start.startsWith("\u00ff\u00d8\u00ff")) {
            return "image/jpeg";
        }
        if (start.startsWith("GIF8")) {
            return "image/gif";
        }
        return start.startsWith("RIFF") && start.endsWith("WEBP") ? "image/webp" : null;
    }

    private static @Nullable String text(byte[] bytes) {
        int length = Math.min(bytes.length, LARGEST_TEXT);
        for (int i = 0; i < length; i++) {
            if (bytes[i] == 0) {
                return null;
            }
        }
        if (bytes.length > LARGEST_TEXT) {
            return new String(bytes, 0, length, StandardCharsets.UTF_8);
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException binary) {
            return null;
        }
    }
}
