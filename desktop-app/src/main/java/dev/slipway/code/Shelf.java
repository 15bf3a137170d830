package dev.slipway.code;

import java.util.Optional;

/// Where a person's marks and unsent comments on one change are kept on this computer.
public interface Shelf {
    /// @param what `review` or `viewed`
    Optional<String> read(String what);

    /// Blank text forgets it.
    void write(String what, String text);
}
