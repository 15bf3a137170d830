package dev.slipway.notice;

import dev.slipway.model.problem.Problem;
import java.util.List;

/// Something short to tell a person while they go on with what they do. Two that say the same are shown as one.
/// @param detail  one or two sentences, or empty
/// @param actions what can be done about it, the first being the likeliest; at most two fit
public record Toast(Kind kind, String title, String detail, List<Action> actions) {
    /// What decides icon, colour and how long it stays.
    public enum Kind {
        /// Something that went well and is not to be seen elsewhere.
        DONE,
        /// Something that happened without the person.
        NEWS,
        /// Something that went wrong.
        PROBLEM
    }

    /// @param text what the button says, such as `Undo`
    /// @param run  on the window's thread; the toast is gone by then
    public record Action(String text, Runnable run) {}

    public Toast {
        actions = List.copyOf(actions);
    }

    public static Toast done(String title, Action... actions) {
        return new Toast(Kind.DONE, title, "", List.of(actions));
    }

    public static Toast news(String title, String detail, Action... actions) {
        return new Toast(Kind.NEWS, title, detail, List.of(actions));
    }

    /// What went wrong, with its particulars and its remedy.
    public static Toast problem(Problem problem, Action... actions) {
        String detail =
                problem.remedy().map(remedy -> problem.detail() + "\n" + remedy).orElse(problem.detail());
        return new Toast(Kind.PROBLEM, problem.title(), detail, List.of(actions));
    }

    boolean says(Toast other) {
        return kind == other.kind && title.equals(other.title) && detail.equals(other.detail);
    }
}
