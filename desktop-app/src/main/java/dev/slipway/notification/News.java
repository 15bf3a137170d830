package dev.slipway.notification;

import dev.slipway.model.SessionId;
import dev.slipway.navigation.Destination;

/// Something that happened in a session and concerns the person.
/// @param title  one line, such as `Done: Upgrade the build`
/// @param detail another, or empty
/// @param place  where it leads
public record News(Kind kind, SessionId session, String title, String detail, Destination place) {
    /// What can be turned on and off. Those before say more than those after them: of several in one session, the first
    /// is told.
    public enum Kind {
        /// A turn failed or was interrupted: nothing goes on without a person.
        NEEDS_YOU,
        MERGED,
        DONE,
        /// Someone else prompted in a session of the person.
        PROMPTED
    }
}
