# sizes.sh ROOT LAYER...: prints "KiB LAYER" for each of these layers that is there. What can't be read counts for nothing.
cd "$1/layers" || exit 1
shift
for layer; do
    [ -d "$layer" ] || continue
    size=$(du -sk "$layer" 2>/dev/null)
    echo "${size%%[!0-9]*} $layer"
done
