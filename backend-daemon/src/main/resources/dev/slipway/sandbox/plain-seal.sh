# plain-seal.sh ROOT ID LAYER SPECIFICATION: copies the whole tree of a sandbox without isolation to LAYER.
set -eu
root=$1 id=$2 layer=$3 specification=$4
cd "$root/layers"
cp -a --reflink=auto "../sandboxes/$id/upper" ".$layer.$$"
mv ".$layer.$$" "$layer"
printf '%s' "$specification" > "../sandboxes/$id/specification.new"
mv "../sandboxes/$id/specification.new" "../sandboxes/$id/specification"
