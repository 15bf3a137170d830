# release.sh ROOT ID: after capture.sh was ended in the middle: its sandbox's programs go on, and nothing is left of the copy.
cd "$1/sandboxes" || exit 1
id=$2
. "$SLIPWAY_SCRIPTS/thaw.sh"
thaw
for work in "$id"/capture.*; do
    [ -d "$work" ] || continue
    rm -rf "$work"
    for layer in ../layers/.*."${work##*.}"; do
        [ ! -d "$layer" ] || rm -rf "$layer" 2>/dev/null || unshare -U -r rm -rf "$layer"
    done
done
exit 0
