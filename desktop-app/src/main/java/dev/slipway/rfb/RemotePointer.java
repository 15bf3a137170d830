package dev.slipway.rfb;

import java.nio.IntBuffer;

/// What the pointer looks like, for this side to draw it.
/// @param pixels premultiplied ARGB, line by line; none if the pointer is hidden
/// @param hotX   where it points, from its left edge
public record RemotePointer(int width, int height, int hotX, int hotY, IntBuffer pixels) {}
