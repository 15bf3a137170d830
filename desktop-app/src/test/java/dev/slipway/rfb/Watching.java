package dev.slipway.rfb;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// A viewer that keeps what it is told, in a copy of its own.
final class Watching implements Viewer {
    volatile int width;
    volatile int height;
    volatile int[] pixels = {};
    volatile String name = "";
    volatile int changes;
    final List<String> copies = new CopyOnWriteArrayList<>();
    final List<RemotePointer> pointers = new CopyOnWriteArrayList<>();
    final List<Integer> answers = new CopyOnWriteArrayList<>();
    final List<Area> areas = new ArrayList<>();

    @Override
    public synchronized void sized(int nowWidth, int nowHeight) {
        width = nowWidth;
        height = nowHeight;
        pixels = new int[nowWidth * nowHeight];
        Arrays.fill(pixels, 0xff000000);
    }

    @Override
    public synchronized void changed(Screen screen, List<Area> changed) {
        changed.forEach(area -> screen.copy(area, pixels));
        areas.addAll(changed);
        changes = changes + 1;
    }

    synchronized int[] copy() {
        return pixels.clone();
    }

    synchronized int at(int x, int y) {
        return pixels[y * width + x] & 0xffffff;
    }

    @Override
    public void pointer(RemotePointer pointer) {
        pointers.add(pointer);
    }

    @Override
    public void copied(String text) {
        copies.add(text);
    }

    @Override
    public void named(String now) {
        name = now;
    }

    @Override
    public void sizeAnswered(int status) {
        answers.add(status);
    }
}
