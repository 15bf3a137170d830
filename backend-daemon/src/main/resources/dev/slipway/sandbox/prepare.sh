# prepare.sh ROOT MODE UID MOUNTS [TOOL-DIRECTORY...]: lays out ROOT for sandboxes whose files belong to UID, and prints the name
# of the layer that has the system's part of their tree, and how layers are kept: see storage.sh. Doing it again changes nothing.
#
# MOUNTS is where a sandbox's tree appears in its own mount namespace, a path that UID can walk to.
set -eu
root=$1 mode=$2 uid=$3 mounts=$4
shift 4
mkdir -p "$root/layers" "$root/sandboxes" "$root/trash" "$mounts/tree" "$mounts/pts"
chmod 700 "$root/layers" "$root/sandboxes" "$root/trash"
chmod 755 "$mounts" "$mounts/tree" "$mounts/pts"
# Once there are layers, they stay what they are. Tried, rather than looked up: tools, file system and rights must all be there.
if [ ! -f "$root/storage" ]; then
    storage=overlay
    try=$root/layers/.try.$$
    if [ "$mode" != unisolated ] && [ ! -d "$root/layers/bottom" ] && btrfs subvolume create "$try" &&
        btrfs subvolume snapshot -r "$try" "$try.2" && mv "$try.2" "$try.3" && btrfs property set -ts "$try.3" ro false &&
        { btrfs subvolume delete "$try.3" || rmdir "$try.3"; }; then
        storage=btrfs
    fi > /dev/null 2>&1
    for each in "$try" "$try.2" "$try.3"; do
        [ ! -d "$each" ] || btrfs subvolume delete "$each" || rmdir "$each"
    done > /dev/null 2>&1
    echo $storage > "$root/storage"
fi
. "$SLIPWAY_SCRIPTS/storage.sh"
# The bottom of every chain of layers: the places that a sandbox may write to.
if [ ! -d "$root/layers/bottom" ]; then
    new=$root/layers/.bottom.$$
    new_tree "$new"
    files=$new$inner
    mkdir -p "$files/workspace" "$files/home/agent" "$files/tmp"
    chmod 1777 "$files/tmp"
    [ "$(id -u)" != 0 ] || chown -R "$uid:$uid" "$files/workspace" "$files/home" "$files/tmp"
    mv "$new" "$root/layers/bottom"
    finish_tree "$root/layers/bottom"
fi
# What an earlier daemon had begun to throw away.
for each in "$root/trash/"*; do
    [ ! -e "$each" ] || remove "$each" 2>/dev/null || :
done
. "$SLIPWAY_SCRIPTS/system.sh"
echo "$storage"
