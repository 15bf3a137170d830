# recover.sh ROOT: finishes seals that were cut in the middle, see seal.sh, and undoes half-made copies, see capture.sh. Only
# while nothing else works on ROOT.
root=$1
cd "$1/sandboxes" || exit 0
. "$SLIPWAY_SCRIPTS/storage.sh"
. "$SLIPWAY_SCRIPTS/thaw.sh"
for id in *; do
    for work in "$id"/capture.*; do
        [ -d "$work" ] || continue
        # Its daemon is gone, but it may be at work still.
        ! grep -q capture.sh "/proc/${work##*.}/cmdline" 2>/dev/null || kill -KILL "${work##*.}"
        rm -rf "$work"
    done
    thaw
    [ -f "$id/specification" ] || continue
    if [ ! -d "$id/upper" ]; then
        # The rename that makes the layer was done: the rest follows.
        [ ! -f "$id/specification.new" ] || mv "$id/specification.new" "$id/specification"
        [ "$storage" = btrfs ] || new_changes "$id/upper" -
    elif [ -f "$id/specification.new" ]; then
        rm -f "$id/specification.new"
    fi
done
# Keepers of sandboxes whose directories were taken away. Each leaves its name when it is made, which goes with it.
. "$SLIPWAY_SCRIPTS/strays.sh"
for mark in ../keepers/*; do
    id=${mark##*/}
    [ -e "$mark" ] && [ ! -d "$id" ] || continue
    strays "$id"
    rm -f "$mark"
done
# Layers that were never finished.
cd ../layers || exit 0
for layer in .[a-z0-9]*; do
    # An import goes on where it stood.
    case $layer in .ship-*) continue ;; esac
    [ ! -d "$layer" ] || mv "$layer" "../trash/layer-$layer.$$"
done
(
    for left in ../trash/*; do
        [ ! -e "$left" ] || remove "$left"
    done
) < /dev/null > /dev/null 2>&1 &
exit 0
