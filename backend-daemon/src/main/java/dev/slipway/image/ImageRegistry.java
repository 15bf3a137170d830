package dev.slipway.image;

import dev.slipway.model.code.RepositoryId;
import dev.slipway.model.fleet.HostId;
import dev.slipway.model.fleet.ImageBuild;
import dev.slipway.model.fleet.ImageId;
import dev.slipway.model.fleet.RepositoryImage;
import dev.slipway.model.wire.Json;
import dev.slipway.sandbox.LayerId;
import dev.slipway.sqlite.Database;
import dev.slipway.sqlite.Migrations;
import dev.slipway.sqlite.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/// What is known of all builds and of the images that came of them, in the daemon's database. An image may be on
/// several hosts; one that is on none any more is history.
public final class ImageRegistry {
    private static final Migrations TABLES =
            Migrations.of("image", """
            CREATE TABLE image_build (
                id TEXT PRIMARY KEY,
                repository TEXT NOT NULL,
                status TEXT NOT NULL,
                build TEXT NOT NULL,
                image TEXT
            ) WITHOUT ROWID;
            CREATE INDEX image_build_of_repository ON image_build (repository, id);
            CREATE TABLE image_copy (
                image TEXT NOT NULL,
                host TEXT NOT NULL,
                repository TEXT NOT NULL,
                PRIMARY KEY (host, repository, image)
            ) WITHOUT ROWID;
            CREATE TABLE image_use (
                repository TEXT PRIMARY KEY,
                at INTEGER NOT NULL
            ) WITHOUT ROWID;
            """, "ALTER TABLE image_copy ADD COLUMN layers TEXT");
    private static final String BUILD =
            "SELECT b.build, (SELECT group_concat(c.host, ' ') FROM image_copy c WHERE c.repository = b.repository"
                    + " AND c.image = b.id) FROM image_build b ";
    private static final String COPY =
            "SELECT b.image, c.layers, c.host FROM image_copy c JOIN image_build b ON b.id = c.image WHERE ";

    /// An image on a host.
    record Copy(BuiltImage image, HostId host) {}

    private final Database database;
    private volatile BiConsumer<RepositoryId, HostId> lacking = (_, _) -> {};

    public ImageRegistry(Database database) {
        this.database = database;
        database.migrate(TABLES);
    }

    /// The newest good image of a repository on a host.
    public Optional<BuiltImage> newest(HostId host, RepositoryId repository) {
        return database.read(sql -> sql.first(
                COPY + "c.host = ? AND c.repository = ? ORDER BY c.image DESC LIMIT 1",
                ImageRegistry::image,
                host,
                repository));
    }

    /// All images on a host, the oldest first.
    public List<BuiltImage> on(HostId host) {
        return database.read(sql -> sql.list(COPY + "c.host = ? ORDER BY c.image", ImageRegistry::image, host));
    }

    /// Images of a repository wherever they are, the newest first.
    List<Copy> copies(RepositoryId repository) {
        return database.read(sql -> sql.list(
                COPY + "c.repository = ? ORDER BY c.image DESC",
                row -> new Copy(image(row), new HostId(row.text(3))),
                repository));
    }

    /// Calls the listener when sandboxes of a repository are made on a host that has no image of it.
    public void onLacking(BiConsumer<RepositoryId, HostId> listener) {
        lacking = listener;
    }

    void lacks(HostId host, RepositoryId repository) {
        lacking.accept(repository, host);
    }

    /// An image is on a host now, so that sessions may start from it there.
    /// @param layers by which names it is there
    public void arrived(BuiltImage image, HostId host, List<LayerId> layers) {
        Optional<String> others = layers.equals(image.layers())
                ? Optional.empty()
                : Optional.of(layers.stream().map(LayerId::value).collect(Collectors.joining(" ")));
        database.write(sql -> sql.run(
                "INSERT OR REPLACE INTO image_copy VALUES (?, ?, ?, ?)", image.id(), host, image.repository(), others));
    }

    /// A host is no more, and so is what was on it.
    public void removed(HostId host) {
        database.write(sql -> sql.run("DELETE FROM image_copy WHERE host = ?", host));
    }

    /// No session starts from an image on this host any more. Its layers stay until they are collected.
    public void forget(BuiltImage image, HostId host) {
        database.write(sql -> sql.run(
                "DELETE FROM image_copy WHERE image = ? AND host = ? AND repository = ?",
                image.id(),
                host,
                image.repository()));
    }

    /// Forgets all but the newest images of each repository on a host.
    /// @return the layers of those that there were: of one that was forgotten now, they go next time
    Set<LayerId> retain(HostId host, int each) {
        List<BuiltImage> images = on(host);
        Set<LayerId> layers = new HashSet<>();
        images.forEach(image -> layers.addAll(image.layers()));
        Set<RepositoryId> repositories = new HashSet<>();
        images.forEach(image -> repositories.add(image.repository()));
        for (RepositoryId repository : repositories) {
            List<BuiltImage> of = images.stream()
                    .filter(image -> image.repository().equals(repository))
                    .toList();
            of.subList(0, Math.max(0, of.size() - each)).forEach(old -> forget(old, host));
        }
        return layers;
    }

    /// A build as it is now.
    void put(ImageBuild build) {
        database.write(sql -> sql.run(
                "INSERT INTO image_build VALUES (?, ?, ?, ?, NULL)"
                        + " ON CONFLICT (id) DO UPDATE SET status = excluded.status, build = excluded.build",
                build.id(),
                build.repository(),
                build.status(),
                Json.write(build)));
    }

    /// A build that came to a good end, with its image.
    void put(ImageBuild build, BuiltImage image, HostId host) {
        database.write(sql -> {
            sql.run(
                    "INSERT OR REPLACE INTO image_build VALUES (?, ?, ?, ?, ?)",
                    build.id(),
                    build.repository(),
                    build.status(),
                    Json.write(build),
                    Json.write(image));
            return sql.run(
                    "INSERT OR REPLACE INTO image_copy VALUES (?, ?, ?, NULL)", image.id(), host, image.repository());
        });
    }

    Optional<ImageBuild> find(RepositoryId repository, ImageId id) {
        return database.read(
                sql -> sql.first(BUILD + "WHERE b.id = ? AND b.repository = ?", ImageRegistry::build, id, repository));
    }

    /// The newest first.
    List<ImageBuild> builds(RepositoryId repository, int most) {
        return database.read(sql -> sql.list(
                BUILD + "WHERE b.repository = ? ORDER BY b.id DESC LIMIT ?", ImageRegistry::build, repository, most));
    }

    /// Those that are not over.
    List<ImageBuild> unfinished() {
        return database.read(
                sql -> sql.list(BUILD + "WHERE b.status IN ('QUEUED', 'RUNNING') ORDER BY b.id", ImageRegistry::build));
    }

    /// How a repository's image is; nothing is known of one that was never built.
    RepositoryImage state(RepositoryId repository) {
        Optional<ImageBuild> good = database.read(sql -> sql.first(
                BUILD + "WHERE b.repository = ? AND b.status = 'SUCCEEDED' AND EXISTS (SELECT 1 FROM image_copy c"
                        + " WHERE c.repository = b.repository AND c.image = b.id) ORDER BY b.id DESC LIMIT 1",
                ImageRegistry::build,
                repository));
        Optional<ImageBuild> latest = database.read(sql -> sql.first(
                BUILD + "WHERE b.repository = ? AND b.status <> 'SKIPPED' ORDER BY b.id DESC LIMIT 1",
                ImageRegistry::build,
                repository));
        return new RepositoryImage(good, latest);
    }

    /// Somebody works on a repository.
    void used(RepositoryId repository, Instant at) {
        database.write(sql -> sql.run("INSERT OR REPLACE INTO image_use VALUES (?, ?)", repository, at));
    }

    /// When somebody last began to work on a repository.
    Optional<Instant> used(RepositoryId repository) {
        return database.read(
                sql -> sql.first("SELECT at FROM image_use WHERE repository = ?", row -> row.instant(1), repository));
    }

    /// Repositories that somebody has worked on since.
    List<RepositoryId> usedSince(Instant since) {
        return database.read(sql -> sql.list(
                "SELECT repository FROM image_use WHERE at >= ? ORDER BY repository",
                row -> new RepositoryId(row.text(1)),
                since));
    }

    /// Forgets old builds that left nothing, beyond the newest of the repository.
    /// @return which
    List<ImageId> prune(RepositoryId repository, int keep) {
        return database.write(sql -> {
            List<ImageId> old = sql.list(
                    "SELECT id FROM image_build b WHERE repository = ? AND NOT EXISTS (SELECT 1 FROM image_copy c"
                            + " WHERE c.repository = b.repository AND c.image = b.id) ORDER BY id DESC LIMIT -1 OFFSET ?",
                    row -> new ImageId(row.text(1)),
                    repository,
                    keep);
            old.forEach(id -> sql.run("DELETE FROM image_build WHERE id = ?", id));
            return old;
        });
    }

    /// Forgets a repository with all its builds.
    void remove(RepositoryId repository) {
        database.write(sql -> {
            sql.run("DELETE FROM image_copy WHERE repository = ?", repository);
            sql.run("DELETE FROM image_use WHERE repository = ?", repository);
            return sql.run("DELETE FROM image_build WHERE repository = ?", repository);
        });
    }

    /// By the names of its layers on that host.
    private static BuiltImage image(Row row) {
        BuiltImage image = Json.read(row.text(1), BuiltImage.class);
        return row.optionalText(2)
                .map(names -> image.of(
                        Arrays.stream(names.split(" ", -1)).map(LayerId::new).toList()))
                .orElse(image);
    }

    private static ImageBuild build(Row row) {
        ImageBuild build = Json.read(row.text(1), ImageBuild.class);
        List<HostId> hosts = new ArrayList<>();
        row.optionalText(2).ifPresent(names -> {
            for (String name : names.split(" ", -1)) {
                hosts.add(new HostId(name));
            }
        });
        return build.on(hosts);
    }
}
