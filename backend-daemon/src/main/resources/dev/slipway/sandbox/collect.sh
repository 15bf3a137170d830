# collect.sh ROOT MINUTES: deletes the layers that are not named on standard input, one a line, and have not changed their
# name for MINUTES, if that is not 0: a younger one may be of a seal or an image that nobody has written down yet. Prints their names.
set -eu
cd "$1/layers"
keep=$(mktemp)
trap 'rm -f "$keep"' EXIT
cat > "$keep"
young=
[ "$2" -eq 0 ] || young="-cmin +$2"
find . -mindepth 1 -maxdepth 1 -type d ! -name bottom ! -name 'system-*' $young | while IFS= read -r layer; do
    layer=${layer#./}
    grep -Fxq -- "$layer" "$keep" && continue
    mv "$layer" "../trash/layer-$layer" 2>/dev/null || continue
    rm -rf "../digests/$layer"
    case $layer in .*) ;; *) echo "$layer" ;; esac
done
(rm -rf ../trash/layer-* 2>/dev/null || unshare -U -r rm -rf ../trash/layer-*) < /dev/null > /dev/null 2>&1 &
