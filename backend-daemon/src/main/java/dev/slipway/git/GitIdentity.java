package dev.slipway.git;

import org.eclipse.jgit.lib.PersonIdent;

/// A name and address that stand in a commit for something that is no user.
public record GitIdentity(String name, String email) {
    /// The agent, as committer. `.invalid` (RFC 2606) belongs to nobody, so no forge links it to an account.
    public static final GitIdentity AGENT = new GitIdentity("Slipway Agent", "agent@slipway.invalid");

    /// The form git uses: `Slipway Agent <agent@slipway.invalid>`.
    public String ident() {
        return name + " <" + email + ">";
    }

    PersonIdent at(java.time.Instant when) {
        return new PersonIdent(name, email, when, java.time.ZoneOffset.UTC);
    }
}
