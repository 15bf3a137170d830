package dev.slipway.session;

import java.util.List;

/// Names of files in a sentence.
final class FileNames {
    private static final int SHOWN = 5;

    private FileNames() {}

    /// The first few, and how many others there are.
    static String some(List<String> names) {
        String first = String.join(", ", names.subList(0, Math.min(SHOWN, names.size())));
        int more = names.size() - SHOWN;
        return more > 0 ? first + " and " + more + " more" : first;
    }
}
