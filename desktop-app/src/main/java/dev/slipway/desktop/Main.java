package dev.slipway.desktop;

import java.util.List;
import javafx.application.Application;

/// Entry point of the desktop application.
public final class Main {
    private Main() {}

    /// Starts the JavaFX runtime; returns when the last window is closed.
    /// @param args may hold a `slipway://` link, to open its place
    public static void main(String[] args) {
        App.begin(Start.by(List.of(args), System.getenv()));
        Application.launch(App.class, args);
    }
}
