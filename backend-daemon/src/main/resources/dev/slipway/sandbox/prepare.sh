# prepare.sh ROOT UID MOUNTS [TOOL-DIRECTORY...]: lays out ROOT for sandboxes whose files belong to UID, and prints the name of
# the layer that has the system's part of their tree. Doing it again changes nothing.
#
# MOUNTS is where a sandbox's tree appears in its own mount namespace, a path that UID can walk to.
set -eu
root=$1 uid=$2 mounts=$3
shift 3
mkdir -p "$root/layers" "$root/sandboxes" "$root/trash" "$mounts/tree" "$mounts/pts"
chmod 700 "$root/layers" "$root/sandboxes" "$root/trash"
chmod 755 "$mounts" "$mounts/tree" "$mounts/pts"
# The bottom of every chain of layers: the places that a sandbox may write to.
if [ ! -d "$root/layers/bottom" ]; then
    new=$root/layers/.bottom.$$
    mkdir -p "$new/workspace" "$new/home/agent" "$new/tmp"
    chmod 1777 "$new/tmp"
    [ "$(id -u)" != 0 ] || chown -R "$uid:$uid" "$new/workspace" "$new/home" "$new/tmp"
    mv "$new" "$root/layers/bottom"
fi
# What an earlier daemon had begun to throw away.
rm -rf "$root/trash/"* 2>/dev/null || unshare -U -r rm -rf "$root/trash/"* 2>/dev/null || :
. "$SLIPWAY_SCRIPTS/system.sh"
