# import.sh ROOT MODE UID LAYER COUNT PLAN: unpacks what export.sh packs. Prints "have" if LAYER is here, else "next NUMBER", the
# first part that is missing: an import that was cut goes on where it stood. Reads the parts as export.sh writes them, prints
# "got NUMBER" for each, and "landed" when the layer is there.
set -eu
root=$1 mode=$2 uid=$3 layer=$4 count=$5 plan=$6
cd "$root/layers"
. "$SLIPWAY_SCRIPTS/storage.sh"
if [ -d "$layer" ]; then
    echo have
    exit 0
fi
ship=.ship-$layer
[ -f "$ship/plan" ] && [ "$(cat "$ship/plan")" = "$count $plan" ] || {
    remove "$ship"
    mkdir "$ship"
    new_tree "$ship/tree"
    echo 0 > "$ship/next"
    echo "$count $plan" > "$ship/plan"
}
rm -f "$ship"/spool.*
read -r next < "$ship/next"
echo "next $next"
. "$SLIPWAY_SCRIPTS/jail.sh"
# What it writes is by programs that nobody trusts: nothing else is there while it is unpacked.
unpack() {
    if [ "$mode" = unisolated ]; then
        exec sh "$SLIPWAY_SCRIPTS/unpack.sh" "$mode" "$root/layers/$ship" "tree$inner"
    else
        jail --bind "$ship" /ship -- sh /scripts/unpack.sh "$mode" /ship "tree$inner"
    fi
}
{
    while [ "$next" -lt "$count" ] && read -r what number length sum packing; do
        [ "$what $number" = "part $next" ] || { echo "part $next was expected, not $what $number" >&2; exit 1; }
        head -c "$length" > "$ship/spool.$number"
        echo "$number $length $sum $packing"
        next=$((next + 1))
    done
} | (unpack)
read -r next < "$ship/next"
[ "$next" -ge "$count" ] || exit 20
[ "$mode" != root ] || [ "$uid" = 60700 ] || chown -hR --from=60700:60700 "$uid:$uid" "$ship/tree"
mv -T "$ship/tree" "$layer"
finish_tree "$layer"
rm -rf "$ship"
echo landed
