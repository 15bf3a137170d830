# end.sh PATTERN: ends every process whose mark (see run.sh) matches the extended regular expression PATTERN.
#
# All are stopped before any is killed: a process that forks faster than it can be found would else outrun us.
marked() {
    grep -lE "^Max file locks +$1 " /proc/[0-9]*/limits 2>/dev/null | {
        pids=
        while IFS=/ read -r _ _ pid _; do
            # Dead, and only waiting for its parent to look: nothing more to end.
            { read -r stat < "/proc/$pid/stat"; } 2>/dev/null || continue
            case ${stat##*) } in Z* | X*) ;; *) pids="$pids $pid" ;; esac
        done
        echo "$pids"
    }
}
seen=-
found=$(marked "$1")
while [ "$found" != "$seen" ] && [ -n "$found" ]; do
    kill -STOP $found 2>/dev/null
    seen=$found
    found=$(marked "$1")
done
rounds=0
while [ -n "$found" ]; do
    kill -KILL $found 2>/dev/null
    rounds=$((rounds + 1))
    [ $rounds -lt 200 ] || { echo "processes are still there:$found" >&2; exit 1; }
    [ $rounds -lt 5 ] || sleep 0.01
    found=$(marked "$1")
done
exit 0
