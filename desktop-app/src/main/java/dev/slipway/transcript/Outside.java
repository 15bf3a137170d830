package dev.slipway.transcript;

import dev.slipway.mirror.Search;
import dev.slipway.model.problem.Problem;
import dev.slipway.model.session.BlobId;
import dev.slipway.navigation.Destination;
import dev.slipway.work.Work;
import java.net.URI;
import java.util.Optional;
import java.util.function.Consumer;

/// What a transcript asks of the world around it.
/// @param open   follows a link that leaves Slipway
/// @param go     goes to a place in it
/// @param blobs  brings images and whole outputs
/// @param resume starts what waits in the session's queue
/// @param server the address that links name
/// @param search finds words in what is kept; empty where nothing is
/// @param work   does what takes time
public record Outside(
        Consumer<String> open,
        Consumer<Destination> go,
        Blobs blobs,
        Runnable resume,
        URI server,
        Optional<Search> search,
        Work work) {

    /// Where blobs come from; not for a window's thread.
    public interface Blobs {
        /// @throws dev.slipway.model.problem.ProblemException when it is neither here nor can be fetched
        byte[] get(BlobId blob);
    }

    /// For a transcript that nothing can be asked of.
    public static Outside of(Consumer<String> open, Consumer<Destination> go) {
        return new Outside(
                open,
                go,
                _ -> {
                    throw Problem.unavailable("offline", "Offline", "There is no server.")
                            .toException();
                },
                () -> {},
                URI.create("http://localhost"),
                Optional.empty(),
                new Work());
    }
}
