package dev.slipway.editor;

import java.util.function.Consumer;

/// A command that this window itself does, such as `/stop`.
/// @param name      without the slash
/// @param detail    what it does, in the person's language
/// @param arguments what it takes, or empty
/// @param action    gets what stands after the name
public record LocalCommand(String name, String detail, String arguments, Consumer<String> action) {}
