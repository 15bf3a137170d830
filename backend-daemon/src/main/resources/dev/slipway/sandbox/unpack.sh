# unpack.sh MODE SHIP TREE: for each line "NUMBER LENGTH DIGEST PACKING" on its standard input, unpacks SHIP/spool.NUMBER into SHIP/TREE
# if it is whole and of that DIGEST, and prints "got NUMBER".
set -eu
mode=$1 tree=$3
cd "$2"
. "${0%/*}/digest.sh"
owner=--no-same-owner
[ "$mode" != root ] || owner=--same-owner
while read -r number length sum packing; do
    [ "$(stat -c %s "spool.$number")" = "$length" ] || { echo "part $number was cut" >&2; exit 20; }
    case $packing in
        none) ;;
        zstd | gzip) "$packing" -q -dc < "spool.$number" > spool.raw && mv spool.raw "spool.$number" ;;
        *) echo "nobody knows how to unpack $packing" >&2; exit 1 ;;
    esac
    [ "$(digest < "spool.$number")" = "$sum" ] || { echo "part $number is not what was packed" >&2; exit 21; }
    tar --extract --file="spool.$number" --directory="$tree" --xattrs --xattrs-include='*' --acls --numeric-owner $owner \
        --same-permissions --delay-directory-restore
    rm "spool.$number"
    echo $((number + 1)) > next.new
    mv next.new next
    echo "got $number"
done
