# end.sh PATTERN: ends every process whose mark (see run.sh) matches the extended regular expression PATTERN.
#
# All are stopped before any is killed: a process that forks faster than it can be found would else outrun us. Only
# nsenter, which stands outside as the parent of a sandbox's program, is left to see its child's end and go by itself:
# without it the child would be a zombie until the host's first process looks, and hold the sandbox's end up.
find_marked() {
    inside= outside=
    for file in $(grep -lE "^Max file locks +$pattern " /proc/[0-9]*/limits 2>/dev/null); do
        pid=${file%/limits}
        pid=${pid#/proc/}
        { read -r stat < "/proc/$pid/stat"; } 2>/dev/null || continue
        case ${stat##*) } in
            Z* | X*) ;;
            *) case $stat in
                "$pid (nsenter) "*) outside="$outside $pid" ;;
                *) inside="$inside $pid" ;;
            esac ;;
        esac
    done
}
pattern=$1
rounds=0
find_marked
while [ -n "$inside$outside" ]; do
    rounds=$((rounds + 1))
    [ $rounds -lt 300 ] || { echo "processes are still there:$inside$outside" >&2; exit 1; }
    [ $rounds -lt 10 ] || sleep 0.01
    seen=
    while [ -n "$inside" ] && [ "$inside" != "$seen" ]; do
        kill -STOP $inside 2>/dev/null
        seen=$inside
        find_marked
    done
    if [ -n "$inside" ]; then
        kill -KILL $inside 2>/dev/null
    elif [ $rounds -gt 50 ]; then
        kill -KILL $outside 2>/dev/null
    fi
    # It stopped itself when it saw its child stopped.
    [ -z "$outside" ] || kill -CONT $outside 2>/dev/null
    find_marked
done
exit 0
