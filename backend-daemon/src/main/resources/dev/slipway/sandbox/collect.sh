# collect.sh ROOT MINUTES: deletes the layers that are not named on standard input, one a line, and have not changed their
# name for MINUTES, if that is not 0: a younger one may be of a seal or an image that nobody has written down yet. Prints their names.
set -eu
root=$1
cd "$1/layers"
. "$SLIPWAY_SCRIPTS/storage.sh"
keep=$(mktemp)
trap 'rm -f "$keep"' EXIT
cat > "$keep"
young=
[ "$2" -eq 0 ] || young="-cmin +$2"
find . -mindepth 1 -maxdepth 1 -type d ! -name bottom ! -name 'system-*' $young | while IFS= read -r layer; do
    layer=${layer#./}
    grep -Fxq -- "$layer" "$keep" && continue
    discard "$layer" || continue
    rm -rf "../digests/$layer"
    case $layer in .*) ;; *) echo "$layer" ;; esac
done
(
    for layer in ../trash/layer-*; do
        [ ! -e "$layer" ] || remove "$layer"
    done
) < /dev/null > /dev/null 2>&1 &
