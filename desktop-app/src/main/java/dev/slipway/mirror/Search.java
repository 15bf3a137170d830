package dev.slipway.mirror;

import dev.slipway.model.SessionId;
import dev.slipway.model.event.Envelope;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Finds words in what is kept of sessions, also without a server. It reads the events from the newest to the oldest,
/// in portions, so that the first hits are there at once and a search can be given up between two. No index is kept:
/// events are written a thousand times as often as they are searched for.
public final class Search implements AutoCloseable {
    /// Events that are looked at together: few at first, so that the newest hits come soon.
    private static final int FIRST_PORTION = 2_000;

    private static final int PORTION = 20_000;
    private static final int EXCERPT = 160;
    private static final Pattern MARKS = Pattern.compile("[*_`~]+");

    /// Words in an event that stands in a row.
    /// @param row     the row's number
    /// @param count   how often they occur in it, at least once
    /// @param excerpt the line in which they first occur
    public record Hit(SessionId session, int row, long seq, int count, Instant at, String excerpt) {}

    private record Portion(SessionId id, long part, long from, long to) {}

    private final Store store;
    private final ReentrantLock searching = new ReentrantLock();
    private @Nullable Connection connection;
    private int asOf;

    Search(Store store) {
        this.store = store;
    }

    /// Searches a session, in whatever case the words are; not for a window's thread.
    /// @param from  the first event to look at
    /// @param tell  hears of hits, the newest first, and of portions without any
    /// @param enough asked between portions whether to give up
    public void in(SessionId session, String words, long from, Consumer<List<Hit>> tell, BooleanSupplier enough) {
        search(session.value(), words, from, tell, enough);
    }

    /// Searches all sessions that are here, the newest first.
    public void everywhere(String words, Consumer<List<Hit>> tell, BooleanSupplier enough) {
        search("", words, 1, tell, enough);
    }

    private void search(String session, String words, long from, Consumer<List<Hit>> tell, BooleanSupplier enough) {
        Needle needle = new Needle(words);
        searching.lock();
        try {
            if (connection != null && asOf != store.renewals()) {
                connection.close();
                connection = null;
            }
            if (connection == null) {
                asOf = store.renewals();
                connection = store.another();
            }
            for (Portion portion : portions(connection, session, from)) {
                if (enough.getAsBoolean()) {
                    return;
                }
                tell.accept(look(connection, portion, needle));
            }
        } catch (SQLException e) {
            // Nothing of a damaged file is found; what was there comes again.
            if (!store.madeAnew(e, asOf)) {
                throw Store.problem(e).toException(e);
            }
        } finally {
            searching.unlock();
        }
    }

    private static List<Portion> portions(Connection connection, String session, long from) throws SQLException {
        List<Portion> portions = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT id, part, low, last FROM session WHERE last > 0 AND ? IN ('', id) ORDER BY id DESC")) {
            statement.setString(1, session);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    SessionId id = new SessionId(row.getString(1));
                    long lowest = Math.max(from, row.getLong(3));
                    int size = FIRST_PORTION;
                    for (long to = row.getLong(4); to >= lowest; ) {
                        long low = Math.max(lowest, to - size + 1);
                        portions.add(new Portion(id, row.getLong(2), low, to));
                        to = low - 1;
                        size = PORTION;
                    }
                }
            }
        } finally {
            connection.rollback();
        }
        return portions;
    }

    private static List<Hit> look(Connection connection, Portion portion, Needle needle) throws SQLException {
        List<Hit> hits = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT " + EventRow.COLUMNS + ", line FROM event WHERE at BETWEEN ? AND ? AND line IS NOT NULL AND "
                        + needle.condition() + " ORDER BY at DESC")) {
            statement.setLong(1, Events.at(portion.part(), portion.from()));
            statement.setLong(2, Events.at(portion.part(), portion.to()));
            for (int i = 0; i < needle.parameters().size(); i++) {
                statement.setString(3 + i, needle.parameters().get(i));
            }
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    Envelope envelope = EventRow.read(row);
                    String written = EventText.of(envelope.event());
                    // Words may stand together only where the marks of Markdown are away.
                    String text = needle.count(written) > 0
                            ? written
                            : MARKS.matcher(written).replaceAll("");
                    int count = needle.count(text);
                    if (count > 0) {
                        hits.add(new Hit(
                                portion.id(),
                                row.getInt(4),
                                envelope.seq(),
                                count,
                                envelope.at(),
                                needle.excerpt(text)));
                    }
                }
            }
        } finally {
            connection.rollback();
        }
        return hits;
    }

    @Override
    public void close() {
        searching.lock();
        try {
            if (connection != null) {
                connection.close();
            }
        } catch (SQLException e) {
            throw Store.problem(e).toException(e);
        } finally {
            connection = null;
            searching.unlock();
        }
    }

    /// Words as SQLite can look for them in JSON, roughly, and then exactly.
    private static final class Needle {
        private final String words;
        private final List<String> parameters;

        Needle(String words) {
            this.words = words.strip();
            String run = longestPlain(this.words);
            parameters = run.isEmpty()
                    ? List.of(
                            pattern(this.words.toLowerCase(Locale.ROOT)),
                            pattern(this.words.toUpperCase(Locale.ROOT)),
                            pattern(this.words))
                    : List.of(pattern(run));
        }

        /// SQLite ignores the case of ASCII letters only, and JSON escapes some characters: what lies between is looked
        /// for.
        private static String longestPlain(String words) {
            String longest = "";
            for (String run : words.split("[^A-Za-z0-9.,:;()\\[\\]{}=+*<>!?#@&|'-]", -1)) {
                longest = run.length() > longest.length() ? run : longest;
            }
            return longest;
        }

        private static String pattern(String text) {
            String json = text.replace("\\", "\\\\").replace("\"", "\\\"");
            return "%" + json.replace("~", "~~").replace("%", "~%").replace("_", "~_") + "%";
        }

        String condition() {
            List<String> likes =
                    parameters.stream().map(_ -> "json LIKE ? ESCAPE '~'").toList();
            return "(" + String.join(" OR ", likes) + ")";
        }

        List<String> parameters() {
            return parameters;
        }

        int count(String text) {
            int count = 0;
            for (int at = find(text, 0); at >= 0; at = find(text, at + words.length())) {
                count++;
            }
            return count;
        }

        private int find(String text, int from) {
            for (int i = from; i + words.length() <= text.length(); i++) {
                if (text.regionMatches(true, i, words, 0, words.length())) {
                    return i;
                }
            }
            return -1;
        }

        String excerpt(String text) {
            int at = find(text, 0);
            int from = Math.max(text.lastIndexOf('\n', at) + 1, at - EXCERPT / 3);
            int newline = text.indexOf('\n', at + words.length());
            int to = Math.min(newline < 0 ? text.length() : newline, from + EXCERPT);
            return text.substring(from, Math.max(to, at + words.length())).strip();
        }
    }
}
