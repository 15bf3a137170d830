# destroy.sh ROOT ID CGROUPS WAIT SOCKET: ends everything in the sandbox ID and throws its files away, and with WAIT waits for
# that. Fine if it is gone already. SOCKET is the name of the one by which connections came in: see way-in.sh.
set -u
root=$1 id=$2 cgroups=$3 wait=$4
for left in "$root/tunnels/$5" /tmp/slipway-tunnels-*/"$5"; do
    [ ! -S "$left" ] || rm -f "$left"
done
cd "$root/sandboxes" || exit 1
. "$SLIPWAY_SCRIPTS/stop.sh"
if [ -d "$id" ] && [ ! -f "$id/keeper" ]; then
    # Whoever made it was killed before it could say which its keeper is.
    . "$SLIPWAY_SCRIPTS/strays.sh"
    strays "$id"
fi
trash=../trash/$id.$$
[ ! -d "$id" ] || mv "$id" "$trash" || exit 1
rm -f "../keepers/$id"
# The rest is waited for only by who asks: files may be gigabytes, and control groups stay busy until the last process outside,
# which only waits for the end of those inside, is gone.
(
    . "$SLIPWAY_SCRIPTS/storage.sh"
    remove "$trash"
    for setting in $cgroups; do
        tries=0
        while [ -d "${setting%/*=*}" ] && ! rmdir "${setting%/*=*}" && [ $tries -lt 100 ]; do
            tries=$((tries + 1))
            sleep 0.05
        done
    done
) < /dev/null > /dev/null 2>&1 &
[ -z "$wait" ] || wait
