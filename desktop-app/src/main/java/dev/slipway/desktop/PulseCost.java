package dev.slipway.desktop;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javafx.animation.AnimationTimer;
import javafx.scene.Scene;

/// What pulses cost the window's thread, between the first timer and the end of the layout: by the clock, and in time
/// of the processor, which other programs don't lengthen.
final class PulseCost extends AnimationTimer {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final List<Double> millis = new ArrayList<>();
    private final List<Double> cpu = new ArrayList<>();
    private final Scene scene;
    private final Runnable end = this::end;
    private final long started = System.nanoTime();
    private long began;
    private long cpuBegan;
    private double seconds;

    /// Measures from now on; on the window's thread.
    PulseCost(Scene scene) {
        this.scene = scene;
        start();
        scene.addPostLayoutPulseListener(end);
    }

    @Override
    public void handle(long now) {
        began = System.nanoTime();
        cpuBegan = THREADS.getCurrentThreadCpuTime();
    }

    private void end() {
        if (began != 0) {
            millis.add((System.nanoTime() - began) / 1e6);
            cpu.add((THREADS.getCurrentThreadCpuTime() - cpuBegan) / 1e6);
            began = 0;
        }
    }

    PulseCost stopped() {
        super.stop();
        scene.removePostLayoutPulseListener(end);
        seconds = (System.nanoTime() - started) / 1e9;
        return this;
    }

    int pulses() {
        return millis.size();
    }

    double perSecond() {
        return millis.size() / seconds;
    }

    /// @param share 0.5 for the median, 0.99 for what 99 of 100 stay under
    double millis(double share) {
        return quantile(millis, share);
    }

    double cpuMillis(double share) {
        return quantile(cpu, share);
    }

    static double quantile(List<Double> values, double share) {
        double[] sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
        Arrays.sort(sorted);
        return sorted.length == 0 ? 0 : sorted[Math.min(sorted.length - 1, (int) (sorted.length * share))];
    }
}
