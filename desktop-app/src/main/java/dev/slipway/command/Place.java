package dev.slipway.command;

/// Where keys hold, in the order of the sheet.
public enum Place {
    EVERYWHERE,
    SESSION,
    WRITING,
    READING,
    WAITING,
    WINDOW
}
