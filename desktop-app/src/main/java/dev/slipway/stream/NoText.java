package dev.slipway.stream;

import javafx.geometry.Point2D;
import javafx.scene.input.InputMethodRequests;

/// Lets input methods write into a place whose text nobody here can see.
final class NoText implements InputMethodRequests {
    @Override
    public Point2D getTextLocation(int offset) {
        return Point2D.ZERO;
    }

    @Override
    public int getLocationOffset(int x, int y) {
        return 0;
    }

    @Override
    public void cancelLatestCommittedText() {}

    @Override
    public String getSelectedText() {
        return "";
    }
}
