package dev.slipway.git;

import java.io.IOException;
import java.util.EnumSet;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.lib.ObjectChecker;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.StoredConfig;
import org.eclipse.jgit.storage.file.FileBasedConfig;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.SystemReader;
import org.jspecify.annotations.Nullable;

/// How JGit is used in this process: its behaviour depends on nothing but the mirrors' own configuration. Left to
/// itself it runs `git` to find a system-wide configuration, reads and writes files in the home directory, and
/// measures the file system's clock in every repository that it opens.
final class JGitHouse {
    private static boolean furnished;

    private JGitHouse() {}

    static synchronized void furnish() {
        if (!furnished) {
            FS.FileStoreAttributes.setBackground(true);
            SystemReader.setInstance(new Secluded(SystemReader.getInstance()));
            furnished = true;
        }
    }

    /// What every mirror has in its configuration: each move of a branch is logged.
    static void configure(Repository repository) throws IOException {
        StoredConfig config = repository.getConfig();
        config.setString("core", null, "logAllRefUpdates", "true");
        config.save();
    }

    /// Checks objects from outside as `git fsck` does, except for blemishes that old history is full of and that
    /// harm nobody.
    static ObjectChecker checker() {
        return new ObjectChecker()
                .setIgnore(EnumSet.of(
                        ObjectChecker.ErrorType.BAD_DATE,
                        ObjectChecker.ErrorType.BAD_EMAIL,
                        ObjectChecker.ErrorType.BAD_TIMEZONE,
                        ObjectChecker.ErrorType.MISSING_EMAIL,
                        ObjectChecker.ErrorType.MISSING_SPACE_BEFORE_DATE,
                        ObjectChecker.ErrorType.ZERO_PADDED_FILEMODE));
    }

    private static final class Secluded extends SystemReader.Delegate {
        Secluded(SystemReader reader) {
            super(reader);
        }

        /// What a repository is told to keep is on disk when it says so, and it is tidied by [Tidying] alone.
        @Override
        public FileBasedConfig openUserConfig(Config parent, FS fs) {
            FileBasedConfig config = new Empty(parent, fs);
            config.setBoolean("core", null, "fsyncObjectFiles", true);
            config.setBoolean("core", null, "fsyncRefFiles", true);
            config.setInt("gc", null, "auto", 0);
            config.setInt("gc", null, "autoPackLimit", 0);
            config.setBoolean("gc", null, "autoDetach", false);
            return config;
        }

        @Override
        public FileBasedConfig openSystemConfig(Config parent, FS fs) {
            return new Empty(parent, fs);
        }

        @Override
        public FileBasedConfig openJGitConfig(Config parent, FS fs) {
            return new Empty(parent, fs);
        }

        @Override
        public @Nullable String getenv(String variable) {
            return variable.startsWith("GIT_") ? null : super.getenv(variable);
        }
    }

    private static final class Empty extends FileBasedConfig {
        Empty(Config parent, FS fs) {
            super(parent, new java.io.File("/nonexistent"), fs);
        }

        /// The precision of file times, which JGit would otherwise measure by writing into whatever repository it
        /// opens, those of other people too.
        @Override
        public @Nullable String getString(String section, @Nullable String subsection, String name) {
            return section.equals("filesystem") ? "20 milliseconds" : super.getString(section, subsection, name);
        }

        @Override
        public void load() {}

        @Override
        public void save() {}

        @Override
        public boolean isOutdated() {
            return false;
        }
    }
}
