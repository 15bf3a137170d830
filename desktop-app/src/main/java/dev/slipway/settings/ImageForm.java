package dev.slipway.settings;

import dev.slipway.link.Link;
import dev.slipway.model.code.RepositoryId;
import dev.slipway.model.fleet.FleetEvent;
import dev.slipway.model.fleet.ImageBuild;
import dev.slipway.model.fleet.ImageId;
import dev.slipway.model.fleet.RepositoryImage;
import dev.slipway.model.wire.ImageCalls;
import dev.slipway.words.Words;
import dev.slipway.work.Work;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

/// The image of one repository, what is done about it, and what its latest build says.
final class ImageForm {
    /// A page shows the end of a log; the whole of it is copied.
    private static final int SHOWN = 400;
    /// As many lines as the server gives at once.
    private static final int PART = 2_000;

    private final RepositoryId repository;
    private final Link link;
    private final Work work;
    private final Deed deed;
    private final ObjectProperty<Optional<RepositoryImage>> image = new SimpleObjectProperty<>(Optional.empty());
    private final StringProperty schedule = new SimpleStringProperty("");
    private final BooleanProperty reading = new SimpleBooleanProperty();
    private final StringProperty log = new SimpleStringProperty("");
    private final List<String> lines = new ArrayList<>();
    private Optional<ImageId> logged = Optional.empty();
    private long next = 1;
    private boolean fetching;
    private boolean again;
    private boolean planned;

    ImageForm(RepositoryId repository, Link link, Work work) {
        this.repository = repository;
        this.link = link;
        this.work = work;
        this.deed = new Deed(work);
    }

    /// How it is now.
    void take(RepositoryImage now) {
        if (!image.get().equals(Optional.of(now))) {
            image.set(Optional.of(now));
            if (planned) {
                plan();
            }
        }
        if (reading.get()) {
            read();
        }
    }

    /// What a build says now.
    void take(FleetEvent.BuildLog said) {
        if (!reading.get() || !logged.equals(Optional.of(said.image()))) {
            return;
        }
        if (fetching || said.first() > next) {
            fetch();
        } else {
            add(said.first(), said.lines());
        }
    }

    /// Asks when the next one is to be built, from now on whenever something changes.
    void plan() {
        planned = true;
        work.start(
                () -> link.call(ImageCalls.LIST, at()), list -> schedule.set(list.schedule()), _ -> schedule.set(""));
    }

    void build() {
        deed.start(
                () -> link.call(ImageCalls.BUILD, at(), new ImageCalls.NewBuild(true)),
                "",
                build -> take(new RepositoryImage(image.get().flatMap(RepositoryImage::good), Optional.of(build))));
    }

    void cancel() {
        latest().ifPresent(build -> deed.start(
                () -> link.call(
                        ImageCalls.CANCEL,
                        Map.of(
                                "repository", repository.value(),
                                "image", build.id().value())),
                Words.text("settings.image.cancelled"),
                _ -> {}));
    }

    /// Shows or hides what the latest build said.
    void toggleLog() {
        reading.set(!reading.get());
        if (reading.get()) {
            read();
        }
    }

    private void read() {
        Optional<ImageId> wanted = latest().map(ImageBuild::id);
        if (!logged.equals(wanted)) {
            logged = wanted;
            lines.clear();
            next = 1;
            log.set("");
        }
        fetch();
    }

    private void fetch() {
        if (fetching || logged.isEmpty()) {
            again = fetching;
            return;
        }
        ImageId build = logged.get();
        fetching = true;
        work.start(
                () -> link.call(
                        ImageCalls.LOG,
                        Map.of("repository", repository.value(), "image", build.value(), "from", String.valueOf(next))),
                part -> {
                    fetching = false;
                    if (logged.equals(Optional.of(build))) {
                        add(part.first(), part.lines());
                    }
                    if (again || part.lines().size() >= PART) {
                        again = false;
                        fetch();
                    }
                },
                why -> {
                    fetching = false;
                    deed.fail(why);
                });
    }

    private void add(long first, List<String> said) {
        int known = Math.clamp(next - first, 0, said.size());
        if (known < said.size()) {
            if (first > next) {
                lines.add("…");
            }
            lines.addAll(said.subList(known, said.size()));
            next = first + said.size();
            log.set(String.join("\n", lines.subList(Math.max(0, lines.size() - SHOWN), lines.size())));
        }
    }

    /// All that is here of the log.
    String wholeLog() {
        return String.join("\n", lines);
    }

    private Optional<ImageBuild> latest() {
        return image.get().flatMap(RepositoryImage::latest).or(() -> image.get().flatMap(RepositoryImage::good));
    }

    private Map<String, String> at() {
        return Map.of("repository", repository.value());
    }

    ObjectProperty<Optional<RepositoryImage>> image() {
        return image;
    }

    /// When the server means to build it next and why, a sentence of the server's.
    StringProperty schedule() {
        return schedule;
    }

    /// Whether the log shows.
    BooleanProperty reading() {
        return reading;
    }

    /// The end of the latest build's log.
    StringProperty log() {
        return log;
    }

    Deed deed() {
        return deed;
    }
}
