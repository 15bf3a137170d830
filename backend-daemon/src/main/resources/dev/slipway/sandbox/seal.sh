# seal.sh ROOT ID LAYER SPECIFICATION MODE UID MOUNTS NETWORK LAYERS CGROUPS [TOOL-DIRECTORY...]
#
# What the sandbox ID changed becomes the layer LAYER, for good, by one rename; then the sandbox goes on with an empty
# upper layer on top of LAYERS, which begin with LAYER. Its processes are ended first. Prints "sealed" once the layer is
# there, then what keeper.sh prints. In between it waits for the end of its standard input: who forks wants the second
# sandbox first.
set -eu
root=$1 id=$2 layer=$3 specification=$4
shift 4
cd "$root/sandboxes"
[ -d "$id/upper" ] || { echo "there is no sandbox $id" >&2; exit 18; }
. "$SLIPWAY_SCRIPTS/stop.sh"
cd ../layers
box=../sandboxes/$id
# In this order, so that recover.sh can tell how far a seal went that was cut in the middle.
printf '%s' "$specification" > "$box/specification.new"
. "$SLIPWAY_SCRIPTS/storage.sh"
seal_changes "$box/upper" "$layer"
echo sealed
mv "$box/specification.new" "$box/specification"
rm -rf "$box/captured"
read -r _ || :
writes "$box"
if [ -d "$box/upper" ]; then mkdir "$work"; else new_changes "$box/upper" "$layer" "$work"; fi
. "$SLIPWAY_SCRIPTS/keeper.sh"
. "$SLIPWAY_SCRIPTS/tidy.sh"
