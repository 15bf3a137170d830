package dev.slipway.sandbox;

import java.util.ArrayList;
import java.util.List;

/// How a host keeps layers and what sandboxes change. Scripts do it (`storage.sh`); this is what the rest must know of
/// it.
/// `prepare.sh` chooses by trying when a host is used for the first time, and what was chosen stays.
enum Storage {
    /// A layer is what changed since the one below; the kernel stacks them. On any file system.
    OVERLAY {
        @Override
        List<LayerId> mounted(List<LayerId> layers) {
            List<LayerId> all = new ArrayList<>(layers);
            all.add(LayerId.BOTTOM);
            return all;
        }
    },
    /// A layer is a read-only subvolume with the whole tree, which shares what it has in common with others. Sealing,
    /// hot or cold, is one call to the file system whatever the size, and no stack ever grows deep.
    BTRFS {
        @Override
        List<LayerId> mounted(List<LayerId> layers) {
            return List.of();
        }
    },
    /// Without isolation: a layer is a plain copy of the whole tree.
    COPY {
        @Override
        List<LayerId> mounted(List<LayerId> layers) {
            return OVERLAY.mounted(layers);
        }
    };

    /// What is stacked by the kernel for a sandbox on these layers.
    abstract List<LayerId> mounted(List<LayerId> layers);

    /// Whether each layer has the whole tree, so that it alone is enough.
    boolean whole() {
        return this != OVERLAY;
    }

    /// What a sandbox stands on once a layer was made of its changes.
    List<LayerId> stacked(LayerId newest, List<LayerId> below) {
        if (whole()) {
            return List.of(newest);
        }
        List<LayerId> all = new ArrayList<>(List.of(newest));
        all.addAll(below);
        return all;
    }

    static Storage of(Isolation isolation, String chosen) {
        if (!isolation.isolated()) {
            return COPY;
        }
        return chosen.equals("btrfs") ? BTRFS : OVERLAY;
    }
}
