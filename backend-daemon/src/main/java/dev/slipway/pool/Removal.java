package dev.slipway.pool;

import dev.slipway.model.problem.Problem;
import dev.slipway.sandbox.ExecSpec;
import dev.slipway.sandbox.Execution;
import dev.slipway.sandbox.Exit;
import dev.slipway.sandbox.Sandbox;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/// Takes the files of one sandbox into another, wherever the two are. Programs that run do not come along.
public final class Removal {
    private static final String PACK =
            "cd / && exec tar --create --file=- --numeric-owner workspace home/agent tmp 2>/dev/null";
    private static final String UNPACK =
            "find /workspace -mindepth 1 -maxdepth 1 -exec rm -rf {} + && cd / && exec tar --extract --file=- --no-same-owner";

    private Removal() {}

    public static void move(Sandbox from, Sandbox to) throws InterruptedException {
        Execution pack = from.start(ExecSpec.shell(PACK));
        Execution unpack = to.start(ExecSpec.shell(UNPACK));
        try (InputStream packed = pack.stdout();
                OutputStream unpacked = unpack.stdin()) {
            packed.transferTo(unpacked);
        } catch (IOException e) {
            pack.kill();
            unpack.kill();
            throw failed(String.valueOf(e.getMessage())).toException(e);
        }
        Exit packed = pack.waitFor();
        Exit unpacked = unpack.waitFor();
        // 1: a file changed while it was read, which nothing but a program of the session's own can have done.
        if (packed.code() > 1 || unpacked.code() != 0) {
            throw failed("tar ended with " + packed.code() + " there and " + unpacked.code() + " here")
                    .toException();
        }
    }

    private static Problem failed(String why) {
        return Problem.unavailable(
                        "sandbox-not-moved", "The session's files could not be moved to another host", why + ".")
                .withRemedy("They are still where they were. Slipway tries again with the next prompt.");
    }
}
