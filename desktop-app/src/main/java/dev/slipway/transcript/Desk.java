package dev.slipway.transcript;

import dev.slipway.navigation.Destination;
import dev.slipway.text.MarkdownView;
import dev.slipway.text.Places;
import java.net.URI;
import java.util.Optional;

/// What the rows of one transcript share.
record Desk(TranscriptModel model, Outside outside, Pictures pictures) {

    Folds folds() {
        return model.folds();
    }

    MarkdownView markdown() {
        return new MarkdownView(this::follow, pictures::inText, true);
    }

    /// Follows a link: to a line of a file, to a place in Slipway, or out of it.
    void follow(String target) {
        if (target.startsWith(Places.SCHEME)) {
            int colon = target.lastIndexOf(':');
            outside.go()
                    .accept(new Destination.FileLine(
                            model.session(),
                            target.substring(Places.SCHEME.length(), colon),
                            Integer.parseInt(target.substring(colon + 1))));
            return;
        }
        Optional<Destination> place =
                target.startsWith(Destination.SCHEME + ":") ? Destination.of(URI.create(target)) : Optional.empty();
        place.ifPresentOrElse(outside.go(), () -> outside.open().accept(target));
    }
}
