package dev.slipway.cli;

import dev.slipway.model.fleet.ImageId;
import dev.slipway.model.wire.ClientFrame;
import dev.slipway.model.wire.ImageCalls;
import java.time.Duration;
import java.time.InstantSource;

/// The story of following a build in the terminal: its log from the first line, whoever asked for it and
/// whenever, until it is over. The socket says when there is more; the lines come
/// from the log itself, so none is missed.
final class BuildFollowing {
    private static final Duration PULSE = Duration.ofSeconds(1);
    private static final SocketFeed.Subject FLEET = new SocketFeed.Subject() {
        @Override
        public ClientFrame subscribe() {
            return new ClientFrame.SubscribeFleet("fleet");
        }

        @Override
        public String lostTitle() {
            return "The build can't be followed";
        }

        @Override
        public String remedy() {
            return "See what became of it: slipway image list.";
        }
    };

    private final Slipway slipway;
    private final InstantSource clock;
    private final String repository;
    private final ImageId image;
    private long next = 1;

    BuildFollowing(Slipway slipway, InstantSource clock, String repository, ImageId image) {
        this.slipway = slipway;
        this.clock = clock;
        this.repository = repository;
        this.image = image;
    }

    /// Goes on until the build is over.
    /// @throws dev.slipway.model.problem.ProblemException when the daemon does not come back
    void run() throws InterruptedException {
        try (SocketFeed feed = new SocketFeed(slipway.api().http(), slipway::address, clock, FLEET)) {
            while (!catchUp()) {
                SocketFeed.News news = feed.next(PULSE);
                while (news instanceof SocketFeed.News.Lost) {
                    news = feed.next(PULSE);
                }
            }
        }
    }

    /// Prints what is new.
    /// @return whether no more comes
    boolean catchUp() throws InterruptedException {
        while (true) {
            var answer = slipway.api()
                    .call(ImageCalls.LOG, repository, image.value())
                    .with("from", next)
                    .send();
            ImageCalls.LogPart part = answer.value();
            boolean printed = slipway.json && !part.lines().isEmpty() && slipway.printedAsJson(answer);
            if (!printed && !slipway.json) {
                if (part.first() > next) {
                    slipway.console().aside((part.first() - next) + " lines were not kept.");
                }
                part.lines().forEach(line -> slipway.console().line(SafeText.line(line, 10_000)));
            }
            next = part.first() + part.lines().size();
            if (part.over() || part.lines().isEmpty()) {
                return part.over();
            }
        }
    }
}
