package dev.slipway.session;

/// Makes short names out of prompts.
final class SessionTitles {
    private static final int TITLE = 80;
    private static final int SUBJECT = 72;

    private SessionTitles() {}

    /// The first line that says something, cut at a word to 80 characters.
    static String title(String prompt) {
        return firstLine(prompt, TITLE, "Untitled");
    }

    /// A commit's subject, cut at a word to 72 characters.
    static String subject(String prompt) {
        return firstLine(prompt, SUBJECT, "Work on the repository");
    }

    private static String firstLine(String prompt, int length, String otherwise) {
        String line = prompt.lines()
                .map(l -> l.replaceAll("[\\p{Cntrl}\\s]+", " ")
                        .replaceAll("^[#>*\\- ]+", "")
                        .strip())
                .filter(l -> !l.isEmpty())
                .findFirst()
                .orElse(otherwise);
        if (line.length() <= length) {
            return line;
        }
        String cut = line.substring(0, length - 1);
        int space = cut.lastIndexOf(' ');
        String kept = space > length / 2 ? cut.substring(0, space) : cut;
        return (Character.isHighSurrogate(kept.charAt(kept.length() - 1)) ? kept.substring(0, kept.length() - 1) : kept)
                + "…";
    }
}
