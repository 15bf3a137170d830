# stop.sh, read by others in the directory of sandboxes, with $id set: ends the keeper, and with it every process inside.
# What is frozen can't be ended.
. "$SLIPWAY_SCRIPTS/thaw.sh"
thaw
pid=0 start=
[ ! -f "$id/keeper" ] || read -r pid start < "$id/keeper"
alive() {
    { read -r stat < "/proc/$pid/stat"; } 2>/dev/null || return 1
    fields=${stat##*) }
    i=0
    while [ $i -lt 19 ]; do fields=${fields#* } i=$((i + 1)); done
    [ "${fields%% *}" = "$start" ] && case ${stat##*) } in Z* | X*) false ;; esac
}
# The keeper is the first process of its namespace: it is gone only once the kernel has ended all the others.
waits=0
while alive; do
    [ $waits != 0 ] || kill -KILL "$pid" 2>/dev/null
    waits=$((waits + 1))
    [ $waits -lt 2000 ] || { echo "the keeper $pid does not end" >&2; exit 1; }
    [ $waits -lt 300 ] || sleep 0.01
done
