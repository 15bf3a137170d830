# create.sh ROOT ID SPECIFICATION MODE UID MOUNTS NETWORK LAYERS CGROUPS [TOOL-DIRECTORY...]
#
# Makes the sandbox ID on top of LAYERS (names joined by ':', the newest first) and starts its keeper. SPECIFICATION is
# kept word by word for a daemon that finds the sandbox later. CGROUPS is a list of "control-file=value", see cgroups.sh.
set -eu
root=$1 id=$2 specification=$3
shift 3
cd "$root/layers"
box=../sandboxes/$id
[ ! -e "$box" ] || { echo "sandbox $id exists already" >&2; exit 17; }
groups=
for setting in $6; do
    [ "$1" = unisolated ] || groups="$groups ${setting%/*=*}"
done
. "$SLIPWAY_SCRIPTS/storage.sh"
newest=${specification#*
layers } newest=${newest%%
*} newest=${newest%%:*}
writes "$box"
new_changes "$box/upper" "${newest:-bottom}" "$work" $groups
printf '%s' "$specification" > "$box/specification"
mkdir -p ../keepers
: > "../keepers/$id"
if [ "$1" = unisolated ]; then
    # Without overlays, every layer is a whole tree: the newest is all there is.
    cp -a --reflink=auto "${5%%:*}/." "$box/upper/"
    exit 0
fi
. "$SLIPWAY_SCRIPTS/keeper.sh"
