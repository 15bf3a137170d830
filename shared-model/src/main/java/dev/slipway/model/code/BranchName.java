package dev.slipway.model.code;

import dev.slipway.model.TextValue;
import java.util.regex.Pattern;

/// A branch without `refs/heads/`, checked by the rules of `git check-ref-format --branch`.
public record BranchName(String value) implements TextValue {
    private static final Pattern REFUSED =
            Pattern.compile("^[-/.@]?$|^-|^/|/$|//|\\.\\.|@\\{|\\.$|[\\x00-\\x20\\x7f~^:?*\\[\\\\]"
                    + "|(^|/)\\.|\\.lock(/|$)|^HEAD$|^refs/");

    public BranchName {
        if (value.length() > 240 || REFUSED.matcher(value).find()) {
            throw TextValue.malformed("branch name", value, "a name that `git check-ref-format --branch` accepts");
        }
    }

    /// The full reference, `refs/heads/…`.
    public String ref() {
        return "refs/heads/" + value;
    }
}
