# start.sh ROOT ID MODE UID MOUNTS NETWORK LAYERS CGROUPS [TOOL-DIRECTORY...]: a new keeper for a sandbox that lost its own.
set -eu
root=$1 id=$2
shift 2
cd "$root/sandboxes"
[ -d "$id/upper" ] || { echo "there is no sandbox $id" >&2; exit 18; }
. "$SLIPWAY_SCRIPTS/stop.sh"
cd ../layers
box=../sandboxes/$id
. "$SLIPWAY_SCRIPTS/storage.sh"
writes "$box"
mkdir "$work"
. "$SLIPWAY_SCRIPTS/keeper.sh"
. "$SLIPWAY_SCRIPTS/tidy.sh"
