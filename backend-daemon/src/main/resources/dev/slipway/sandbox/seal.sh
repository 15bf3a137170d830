# seal.sh ROOT ID LAYER SPECIFICATION MODE UID MOUNTS NETWORK LAYERS CGROUPS [TOOL-DIRECTORY...]
#
# What the sandbox ID changed becomes the layer LAYER, for good, by one rename; then the sandbox goes on with an empty
# upper layer on top of LAYERS, which begin with LAYER. Its processes are ended first.
set -eu
root=$1 id=$2 layer=$3 specification=$4
shift 4
cd "$root/sandboxes"
[ -d "$id/upper" ] || { echo "there is no sandbox $id" >&2; exit 18; }
. "$SLIPWAY_SCRIPTS/stop.sh"
cd ../layers
box=../sandboxes/$id
old=../trash/$id.$$
mv "$box/work" "$old"
mv "$box/upper" "$layer"
mkdir "$box/upper" "$box/work"
printf '%s' "$specification" > "$box/specification.new"
mv "$box/specification.new" "$box/specification"
(rm -rf "$old" 2>/dev/null || unshare -U -r rm -rf "$old") < /dev/null > /dev/null 2>&1 &
. "$SLIPWAY_SCRIPTS/keeper.sh"
