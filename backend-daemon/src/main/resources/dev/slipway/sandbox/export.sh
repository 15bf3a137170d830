# export.sh ROOT MODE UID LAYER: packs LAYER for another host, in parts of some 32 MiB, each by itself a tar archive. Prints
#   parts COUNT PLAN                          PLAN is a digest of what comes in which part
# and then, for each line "NUMBER PACKING" on its standard input, PACKING being none, zstd or gzip,
#   part NUMBER LENGTH DIGEST PACKING         and LENGTH bytes; DIGEST is the SHA-256 of what is packed
# Links to one file are in one part, and directories in the last, so that their times are set when all else is there.
#
# Digests are kept beside the layer, so that one which has changed on its disk since is not passed on.
set -eu
export LC_ALL=C
root=$1 mode=$2 uid=$3 layer=$4
cd "$root/layers"
[ -d "$layer" ] || { echo "there is no layer $layer" >&2; exit 18; }
spool=$root/layers/.export-$layer.$$ digests=$root/digests/$layer
in_userns=
[ "$mode" != user ] || in_userns="unshare -U -r"
trap 'rm -rf "$spool"' EXIT
trap 'exit 1' HUP INT TERM PIPE
mkdir "$spool"
mkdir -p "$digests"
. "$SLIPWAY_SCRIPTS/digest.sh"
. "$SLIPWAY_SCRIPTS/storage.sh"
files=$layer$inner

$in_userns sh -c 'cd "$1" && find . ! -type d ! -type s -printf "%i %s %p\0"' sh "$files" | sort -z -t ' ' -k 3 > "$spool/files"
cut -z -d ' ' -f 1,2 "$spool/files" | tr '\0' '\n' | awk '
    function put(i) {
        if (sum > 33554432) { part++; sum = 0 }
        place[i] = part " " ++order
    }
    { inode[NR] = $1; size[NR] = $2 + 1024; group[$1] = group[$1] " " NR }
    END {
        part = 0
        for (i = 1; i <= NR; i++) if (split(group[inode[i]], all, " ") == 1) { put(i); sum += size[i] }
        for (i = 1; i <= NR; i++) {
            count = split(group[inode[i]], all, " ")
            if (count < 2 || all[1] != i) continue
            put(i)
            for (j = 2; j <= count; j++) place[all[j]] = part " " ++order
            sum += size[i]
        }
        for (i = 1; i <= NR; i++) print place[i]
        print (NR ? part + 1 : 0) > "/dev/stderr"
    }' 2> "$spool/count" | tr '\n' '\0' > "$spool/places"
read -r last < "$spool/count"
cut -z -d ' ' -f 3- "$spool/files" | paste -z -d ' ' "$spool/places" - | sort -z -n -k 1,1 -k 2,2 > "$spool/order"
{
    cat "$spool/order"
    $in_userns sh -c 'cd "$1" && find . -type d -printf "$2 0 %p\0"' sh "$files" "$last" | sort -z
} > "$spool/plan"
echo "parts $((last + 1)) $(digest < "$spool/plan")"

# In canonical form files of sandboxes have one owner, whoever that is here.
if [ "$mode" = root ]; then
    echo "+$uid +60700" > "$spool/owners"
    owners="--owner-map=$spool/owners --group-map=$spool/owners"
else
    owners="--owner=60700 --group=60700"
fi
pack() {
    grep -z "^$1 " "$spool/plan" | cut -z -d ' ' -f 3- > "$spool/list"
    $in_userns tar --create --file=- --directory="$files" --format=posix --pax-option='exthdr.name=%d/PaxHeaders/%f,delete=atime,delete=ctime' \
        --sparse --sparse-version=0.0 --xattrs --xattrs-include='*' --acls --numeric-owner $owners --no-recursion --null \
        --verbatim-files-from --files-from="$spool/list" > "$spool/$1.tar"
}
# One packs while the other sends.
while read -r number packing; do
    pack "$number"
    sum=$(digest < "$spool/$number.tar")
    if [ -f "$digests/$number" ] && [ "$(cat "$digests/$number")" != "$sum" ]; then
        echo "layer $layer is not what it was: its part $number has changed on this host's disk" >&2
        exit 19
    fi
    echo "$sum" > "$digests/$number"
    case $packing in
        zstd) zstd -q -1 --rm "$spool/$number.tar" -o "$spool/$number" ;;
        gzip) gzip -1 < "$spool/$number.tar" > "$spool/$number" && rm "$spool/$number.tar" ;;
        *) mv "$spool/$number.tar" "$spool/$number" ;;
    esac
    echo "$number $sum $packing"
done | while read -r number sum packing; do
    echo "part $number $(stat -c %s "$spool/$number") $sum $packing"
    cat "$spool/$number"
    rm "$spool/$number"
done
