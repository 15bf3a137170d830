package dev.slipway.egress;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Finds the addresses of a name.
@FunctionalInterface
interface Resolver {
    Duration PATIENCE = Duration.ofSeconds(15);

    /// @throws UnknownHostException when there is no such name
    List<InetAddress> addresses(String name) throws IOException;

    /// As the daemon's computer does, on threads of its own, as the library's call would pin a virtual thread.
    static Resolver ofThisComputer() {
        ExecutorService threads = Executors.newFixedThreadPool(
                4, Thread.ofPlatform().daemon().name("names-", 1).factory());
        return name -> {
            Future<List<InetAddress>> found = threads.submit(() -> List.of(InetAddress.getAllByName(name)));
            try {
                return found.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            } catch (ExecutionException | TimeoutException e) {
                found.cancel(true);
                throw new UnknownHostException(name);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException(name);
            }
        };
    }
}
