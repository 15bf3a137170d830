package dev.slipway.model.session;

import dev.slipway.model.TextValue;
import java.util.regex.Pattern;

/// The id of a prompt that is being written for a session to come. A client chooses it with the first key, and names it
/// again when it creates the session: what was made ready for the draft is the session's then.
public record DraftId(String value) implements TextValue {
    private static final Pattern RULE = Pattern.compile("[A-Za-z0-9_-]{8,64}");

    public DraftId {
        TextValue.check("draft id", value, RULE, "8 to 64 letters, digits, hyphens or underscores");
    }
}
