package dev.slipway.rfb;

import java.util.ArrayList;
import java.util.List;

/// What has changed since somebody looked. Few areas stay exact; many become one that covers all.
final class Damage {
    private static final int MANY = 48;

    private final List<Area> areas = new ArrayList<>();

    void add(Area area) {
        if (area.pixels() == 0) {
            return;
        }
        areas.add(area);
        if (areas.size() > MANY) {
            Area all = areas.stream().reduce(Area::and).orElseThrow();
            areas.clear();
            areas.add(all);
        }
    }

    boolean isEmpty() {
        return areas.isEmpty();
    }

    /// Takes it all.
    List<Area> take() {
        List<Area> taken = List.copyOf(areas);
        areas.clear();
        return taken;
    }
}
