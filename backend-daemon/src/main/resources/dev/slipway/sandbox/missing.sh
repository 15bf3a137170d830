# missing.sh ROOT [LAYER...]: prints those of the layers that are not here, one a line.
cd "$1/layers" || exit 1
shift
for layer; do
    [ -d "$layer" ] || echo "$layer"
done
