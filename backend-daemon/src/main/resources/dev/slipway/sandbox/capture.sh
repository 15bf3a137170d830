# capture.sh ROOT ID LAYER MODE UID CGROUPS GROUP
#
# What the sandbox ID changed becomes the layer LAYER, for good, while its programs go on: a copy is made beside them, they
# are stopped, what they changed meanwhile is packed, they go on, and the pack is put over the copy. Prints "ready" before it
# stops them for that and waits for a line on its standard input (its end means: leave it); then "pause" with the
# nanoseconds that they stood still, and "captured" with the bytes of the layer.
#
# Where layers are kept in a file system with snapshots, one of these is all that it takes: see storage.sh.
#
# A copy that was made before is where the next one starts: files that have not changed since are shared with it.
set -eu
root=$1 id=$2 layer=$3 mode=$4 uid=$5 cgroups=$6 group=$7
cd "$root/sandboxes"
[ -d "$id/upper" ] || { echo "there is no sandbox $id" >&2; exit 18; }
pid=0
[ ! -f "$id/keeper" ] || read -r pid start < "$id/keeper"
. "$SLIPWAY_SCRIPTS/freeze.sh"
. "$SLIPWAY_SCRIPTS/jail.sh"
. "$SLIPWAY_SCRIPTS/storage.sh"
if [ "$storage" = btrfs ]; then
    # The file system does it at once; what waits to be written is written before, while programs go on.
    trap 'unfreeze || :' EXIT
    trap 'exit 1' HUP INT TERM PIPE
    sync -f "$id/upper" || :
    echo ready
    read -r _ || exit 1
    began=$(date +%s%N)
    freeze
    seal_changes "$id/upper" "../layers/$layer"
    unfreeze
    echo "pause $(($(date +%s%N) - began))"
    echo "captured $($([ "$mode" != user ] || echo unshare -U -r) du -s -B1 "../layers/$layer" | cut -f 1)"
    exit 0
fi
to=../layers/.$layer.$$ work=$id/capture.$$
in_userns=
[ "$mode" != user ] || in_userns="unshare -U -r"
leave() {
    unfreeze || :
    $in_userns rm -rf "$work" "$to" || :
}
trap leave EXIT
trap 'exit 1' HUP INT TERM PIPE
mkdir "$to" "$work"
mkfifo "$work/ask" "$work/answer"
if [ -f "$id/captured/layer" ] && read -r earlier < "$id/captured/layer" && [ -d "../layers/$earlier" ]; then
    if $in_userns cp -al "../layers/$earlier/." "$to/" 2>/dev/null; then
        cp "$id/captured/old" "$id/captured/mapped" "$work/"
    else
        $in_userns rm -rf "$to"
        mkdir "$to"
    fi
fi

if [ "$mode" = unisolated ]; then
    here=$(pwd)
    sh "$SLIPWAY_SCRIPTS/copy.sh" "$here/$id/upper" "$here/$to" "$here/$work" < "$work/ask" > "$work/answer" &
else
    jail --ro-bind "$id/upper" /from --bind "$to" /to --bind "$work" /work -- \
        sh /scripts/copy.sh /from /to /work < "$work/ask" > "$work/answer" &
fi
exec 7> "$work/ask" 8< "$work/answer"
ask() {
    echo "$*" >&7
    read -r answer number <&8 || { echo "the changes of $id can't be copied" >&2; exit 1; }
}

# A clock tick of the kernel's may be 10 ms, and the times of files are those of its last tick.
now() { moment=$(($(date +%s%N) - 20000000)); since=${moment%?????????}.${moment#"${moment%?????????}"}; }

# Files that a program can write to as its memory, named as inside. They change without a trace.
mapped() {
    case $mode in
        unisolated) cat /dev/null $(marked | sed 's,.*,/proc/&/maps,') | sed "s, $(pwd)/$id/upper/, /," ;;
        *) inside 'cat /proc/[0-9]*/maps' - ;;
    esac 2>/dev/null | sed -n 's,^[^ ]* .w.s  *[^ ]*  *[^ ]*  *[^ ]* *\(/.*\)$,.\1,p' | tr '\n' '\0' >> "$work/mapped" || :
}

passes=0 number=all
while [ "$number" = all ] || [ "$number" -gt 200 ]; do
    passes=$((passes + 1))
    [ $passes -lt 5 ] || break
    # For a moment only: so no write is under way that was begun before.
    now
    mapped
    freeze
    unfreeze
    ask copy "$since"
done
echo ready
read -r _ || exit 1
now
mapped
ask near
began=$(date +%s%N)
freeze
ask take "$since"
unfreeze
echo "pause $(($(date +%s%N) - began))"
ask finish
mkdir "$work/captured"
mv "$work/old" "$work/mapped" "$work/captured/"
echo "$layer" > "$work/captured/layer"
mv "$to" "../layers/$layer"
rm -rf "$id/captured"
mv "$work/captured" "$id/captured"
echo "captured $number"
