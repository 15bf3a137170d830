package dev.slipway.git;

import dev.slipway.model.code.CommitId;
import dev.slipway.model.code.Diff;
import dev.slipway.model.code.DiffStat;
import dev.slipway.model.code.FileChange;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Compares a work tree with a commit, by git inside the sandbox, and reads the answer in bounds.
final class WorkTreeDiff {
    private static final Duration DEADLINE = Duration.ofMinutes(2);
    private static final String EMPTY_TREE = "4b825dc642cb6eb9a060e54bf8d69288fbee4904";
    /// Names and counts of a change; a longer list is cut. Bytes.
    private static final int MAX_LIST = 32 * 1024 * 1024;
    private static final byte[] FILE = "diff --git ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] UNMERGED = "* Unmerged path ".getBytes(StandardCharsets.US_ASCII);

    private final GitExec place;
    private final DiffLimits limits;

    WorkTreeDiff(GitExec place, DiffLimits limits) {
        this.place = place;
        this.limits = limits;
    }

    Diff against(Optional<CommitId> base) {
        List<String> arguments = new ArrayList<>(
                List.of(place.workspace(), base.map(CommitId::value).orElse(EMPTY_TREE)));
        if (limits.patches()) {
            arguments.add("-p");
        }
        return Script.DIFF.run(place, arguments, Map.of(), DEADLINE, running -> {
            running.stdin().close();
            InputStream in = new BufferedInputStream(running.stdout(), 64 * 1024);
            Listing listing = new Listing(in);
            listing.read();
            List<Optional<String>> patches = limits.patches() ? patches(in, listing) : List.of();
            in.transferTo(java.io.OutputStream.nullOutputStream());
            return diff(base, listing, patches);
        });
    }

    private Diff diff(Optional<CommitId> base, Listing listing, List<Optional<String>> patches) {
        List<FileChange> files = new ArrayList<>();
        int additions = 0;
        int deletions = 0;
        boolean truncated = listing.entries.size() > limits.files();
        for (int i = 0; i < listing.entries.size(); i++) {
            Entry entry = listing.entries.get(i);
            Count count = listing.counts.getOrDefault(entry.path(), new Count(0, 0, false));
            additions += count.added();
            deletions += count.deleted();
            Optional<String> patch = i < patches.size() ? patches.get(i) : Optional.empty();
            if (files.size() < limits.files()) {
                truncated |= limits.patches() && patch.isEmpty();
                files.add(new FileChange(
                        entry.path(),
                        entry.oldPath(),
                        entry.kind(),
                        count.added(),
                        count.deleted(),
                        count.binary(),
                        patch));
            }
        }
        DiffStat stat = new DiffStat(listing.entries.size(), additions, deletions);
        return new Diff(base, Optional.empty(), stat, files, truncated);
    }

    /// One patch an entry, in git's order: a changed type makes two sections of one entry. A patch beyond the limits
    /// is empty.
    private List<Optional<String>> patches(InputStream in, Listing listing) throws IOException {
        List<Optional<String>> patches = new ArrayList<>();
        Sections sections = new Sections(in, limits.patchBytes());
        int total = 0;
        for (Entry entry : listing.entries) {
            if (patches.size() >= limits.files() || total >= limits.totalBytes()) {
                break;
            }
            int count = entry.typeChanged() ? 2 : 1;
            ByteArrayOutputStream text = new ByteArrayOutputStream();
            boolean whole = true;
            for (int i = 0; i < count; i++) {
                whole &= sections.next(text);
            }
            boolean told = whole
                    && text.size() > 0
                    && text.size() <= limits.patchBytes()
                    && total + text.size() <= limits.totalBytes();
            if (told) {
                total += text.size();
            }
            patches.add(told ? Optional.of(text.toString(StandardCharsets.UTF_8)) : Optional.empty());
        }
        return patches;
    }

    private record Entry(String path, Optional<String> oldPath, FileChange.Kind kind, boolean typeChanged) {}

    private record Count(int added, int deleted, boolean binary) {}

    /// The list before the patches: `--raw` records, then `--numstat` records, all ended by NUL (git-diff, "Raw output
    /// format").
    private static final class Listing {
        private final InputStream in;
        private int left = MAX_LIST;
        final List<Entry> entries = new ArrayList<>();
        final Map<String, Count> counts = new HashMap<>();

        Listing(InputStream in) {
            this.in = in;
        }

        void read() throws IOException {
            Optional<String> token = token();
            while (token.isPresent() && token.get().startsWith(":")) {
                entry(token.get().substring(token.get().lastIndexOf(' ') + 1));
                token = token();
            }
            while (token.isPresent() && !token.get().isEmpty()) {
                count(token.get().split("\t", 3));
                token = token();
            }
        }

        private void entry(String status) throws IOException {
            String path = required();
            switch (status.isEmpty() ? ' ' : status.charAt(0)) {
                case 'A' -> entries.add(new Entry(path, Optional.empty(), FileChange.Kind.ADDED, false));
                case 'D' -> entries.add(new Entry(path, Optional.empty(), FileChange.Kind.DELETED, false));
                case 'R' -> entries.add(new Entry(required(), Optional.of(path), FileChange.Kind.RENAMED, false));
                case 'C' -> entries.add(new Entry(required(), Optional.of(path), FileChange.Kind.COPIED, false));
                case 'T' -> entries.add(new Entry(path, Optional.empty(), FileChange.Kind.MODIFIED, true));
                case 'U' -> {}
                default -> entries.add(new Entry(path, Optional.empty(), FileChange.Kind.MODIFIED, false));
            }
        }

        private void count(String[] columns) throws IOException {
            if (columns.length < 3) {
                throw new IOException("git's list of changes is malformed");
            }
            String path = columns[2];
            if (path.isEmpty()) {
                required();
                path = required();
            }
            boolean binary = columns[0].equals("-");
            counts.put(path, new Count(binary ? 0 : number(columns[0]), binary ? 0 : number(columns[1]), binary));
        }

        private static int number(String digits) throws IOException {
            if (!digits.matches("\\d{1,9}")) {
                throw new IOException("git's list of changes is malformed");
            }
            return Integer.parseInt(digits);
        }

        private String required() throws IOException {
            return token().orElseThrow(() -> new IOException("git's list of changes ends early"));
        }

        private Optional<String> token() throws IOException {
            ByteArrayOutputStream token = new ByteArrayOutputStream();
            int c = in.read();
            if (c < 0) {
                return Optional.empty();
            }
            for (; c > 0; c = in.read()) {
                token.write(c);
            }
            left -= token.size() + 1;
            if (left < 0) {
                throw new IOException("git's list of changes is longer than " + MAX_LIST + " bytes");
            }
            return Optional.of(token.toString(StandardCharsets.UTF_8));
        }
    }

    /// Cuts git's patches into files at their `diff --git` lines: within a patch no line begins so.
    private static final class Sections {
        private final InputStream in;
        private final int limit;
        private byte[] line = new byte[0];

        Sections(InputStream in, int limit) throws IOException {
            this.in = in;
            this.limit = limit;
            do {
                readLine();
            } while (line.length > 0 && !startsWith(FILE));
        }

        /// @return false when the section was cut at the limit
        boolean next(ByteArrayOutputStream out) throws IOException {
            boolean whole = true;
            boolean first = true;
            while (line.length > 0 && (first || !startsWith(FILE))) {
                if (!startsWith(UNMERGED)) {
                    whole &= out.size() + line.length <= limit;
                    if (whole) {
                        out.writeBytes(line);
                    }
                }
                first = false;
                readLine();
            }
            return whole;
        }

        private boolean startsWith(byte[] start) {
            return line.length >= start.length && Arrays.equals(line, 0, start.length, start, 0, start.length);
        }

        /// The next line with its end; a line beyond the limit is kept only so far that it is seen to be too long.
        private void readLine() throws IOException {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            int c = in.read();
            while (c >= 0) {
                if (bytes.size() <= limit) {
                    bytes.write(c);
                }
                if (c == '\n') {
                    break;
                }
                c = in.read();
            }
            line = bytes.toByteArray();
        }
    }
}
