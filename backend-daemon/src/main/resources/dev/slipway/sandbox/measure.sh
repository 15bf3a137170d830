# measure.sh ROOT MODE LAYER: prints how many bytes LAYER has on disk.
cd "$1/layers" || exit 1
[ -d "$3" ] || { echo "there is no layer $3" >&2; exit 18; }
in_userns=
[ "$2" != user ] || in_userns="unshare -U -r"
$in_userns du -s -B1 "$3" | cut -f 1
