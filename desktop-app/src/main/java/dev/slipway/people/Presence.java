package dev.slipway.people;

import dev.slipway.model.account.Author;
import java.util.List;

/// Who else is in a session.
/// @param people those who watch or type, in the order in which they came
/// @param typing those of them who type just now, the one who began first comes first
/// @param more   how many there are whose names are not known
public record Presence(List<Author> people, List<Author> typing, int more) {
    /// Nobody else.
    public static final Presence NONE = new Presence(List.of(), List.of(), 0);

    public Presence {
        people = List.copyOf(people);
        typing = List.copyOf(typing);
    }
}
