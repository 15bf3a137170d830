# destroy.sh ROOT ID CGROUPS: ends everything in the sandbox ID and throws its files away. Fine if it is gone already.
set -u
root=$1 id=$2 cgroups=$3
cd "$root/sandboxes" || exit 1
. "$SLIPWAY_SCRIPTS/stop.sh"
for setting in $cgroups; do
    rmdir "${setting%/*=*}" 2>/dev/null
done
[ -d "$id" ] || exit 0
# Renaming is at once; deleting what may be gigabytes is not, and need not be waited for.
trash=../trash/$id.$$
mv "$id" "$trash" || exit 1
(
    cd ../trash || exit
    rm -rf "$id.$$" 2>/dev/null || unshare -U -r rm -rf "$id.$$"
) < /dev/null > /dev/null 2>&1 &
