package dev.slipway.git;

import dev.slipway.sandbox.Sandbox;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;

/// What a work tree needs of the place where it lies: to run a program there. A sandbox gives it, a plain directory
/// can.
public interface GitExec {
    /// A sandbox as such a place.
    static GitExec in(Sandbox sandbox) {
        return new SandboxGit(sandbox);
    }

    /// Starts a program in the place, as the user who owns the work tree.
    /// @param environment added to the place's own
    Running start(List<String> command, Map<String, String> environment) throws IOException;

    /// The absolute path of the work tree, as seen inside.
    String workspace();

    /// The absolute path, as seen inside, at which the bare repository `origin` may be made.
    String origin();

    /// A program that runs.
    interface Running extends AutoCloseable {
        OutputStream stdin();

        InputStream stdout();

        InputStream stderr();

        int waitFor() throws InterruptedException;

        /// Ends it with all its children, whether it is done or not.
        @Override
        void close();
    }
}
