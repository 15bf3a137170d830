package dev.slipway.sqlite;

import dev.slipway.model.problem.Problem;
import dev.slipway.model.problem.ProblemException;
import java.nio.file.Path;
import java.sql.SQLException;
import org.sqlite.SQLiteException;

/// What SQLite's errors mean to a person.
final class SqliteProblems {
    private SqliteProblems() {}

    static ProblemException of(SQLException e, Path path, String what) {
        // The low byte is the primary code: https://sqlite.org/rescode.html
        int code = e instanceof SQLiteException sqlite ? sqlite.getResultCode().code : e.getErrorCode();
        String said = "SQLite said: " + e.getMessage();
        Problem problem = switch (code & 0xff) {
            case 13 ->
                Problem.unavailable(
                                "disk-full",
                                "The disk is full",
                                "Could not write to " + path + ". Nothing that was acknowledged is lost.")
                        .withRemedy("Free some space on that disk, then try again.");
            case 10 ->
                Problem.unavailable(
                                "disk-error",
                                "The disk does not obey",
                                "Reading or writing " + path + " failed. " + said)
                        .withRemedy("Check the disk and the system's log; free some space if it is full.");
            case 3, 8, 14, 23 ->
                Problem.unavailable(
                                "file-not-writable",
                                "Slipway may not write " + what,
                                path + " can't be opened for writing. " + said)
                        .withRemedy("Check that the directory is there and belongs to the user who runs Slipway.");
            case 11, 26 ->
                Problem.unavailable(
                                "file-damaged",
                                "The file with " + what + " is damaged",
                                path + " is not a whole SQLite file any more. " + said)
                        .withRemedy("Restore it from a backup, or save what is readable with `sqlite3 FILE .recover`.");
            case 5, 6 ->
                Problem.unavailable(
                                "file-busy",
                                "Another program holds " + what,
                                path + " stayed locked for several seconds.")
                        .withRemedy("Close other programs that use this file, then try again.");
            default -> Problem.of(Problem.Kind.INTERNAL, "database-error", "A step on " + what + " failed", said);
        };
        return problem.toException(e);
    }
}
