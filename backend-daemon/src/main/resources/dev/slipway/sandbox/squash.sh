# squash.sh ROOT MODE MOUNTS LAYER LAYERS: copies what LAYERS (joined by ':', the newest first) show together to LAYER.
set -eu
cd "$1/layers"
mode=$2 mounts=$3 layer=$4 layers=$5
own_mounts=-m attributes=
[ "$mode" = root ] || { own_mounts='-U -r -m'; attributes=userxattr,; }
new=.$layer.$$
unshare $own_mounts sh -c 'mount -n -i -t overlay overlay -o "$1" "$2" && exec cp -a --reflink=auto "$2" "$3"' sh \
    "${attributes}lowerdir=$layers" "$mounts/tree" "$new"
mv "$new" "$layer"
