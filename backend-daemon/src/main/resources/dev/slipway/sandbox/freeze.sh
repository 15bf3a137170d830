# freeze.sh, read by others in the directory of sandboxes, with $id, $mode, $uid, $pid (the keeper's), $cgroups and $group set:
#   freeze    stops every program of the sandbox where it stands, no system call being half done
#   thaw      lets them go on
#
# By the control group where there is one, of version 1 or 2; else by signals, which reach all of a process namespace in
# one system call. The note "frozen" tells stop.sh and recover.sh what to thaw, should this script be killed.
freezer=
for setting in $cgroups; do
    directory=${setting%/*=*}
    for file in cgroup.freeze freezer.state; do
        [ ! -e "$directory/$file" ] || freezer=$directory/$file
    done
done

inside() {
    identity=
    [ "$mode" != root ] || identity="--reuid $uid --regid $uid --clear-groups"
    setpriv $identity --no-new-privs nsenter -t "$pid" -U -m -p --preserve-credentials /bin/sh -c "$1" sh "$2"
}

# Whether all these threads are stopped or gone, but for the first process and this one. Whoever waits for a child that it made
# by vfork can't be stopped, and needs not be: its child is.
all_stopped='all_stopped() {
    for task; do
        { read -r stat < "$task"; } 2>/dev/null || continue
        case $task:${stat##*) } in
            *:T* | *:t* | *:Z* | *:X* | /proc/1/* | /proc/$$/*) ;;
            *:D*)
                waits=
                { read -r waits < "${task%stat}wchan"; } 2>/dev/null
                case $waits in *fork* | *clone*) ;; *) return 1 ;; esac
                ;;
            *) return 1 ;;
        esac
    done
}'

marked() { grep -lE "^Max file locks +$group[0-9]{6} " /proc/[0-9]*/limits 2>/dev/null | cut -d / -f 3; }

freeze() {
    tries=0
    case $freezer in
        */cgroup.freeze)
            echo "$freezer" > "$id/frozen"
            echo 1 > "$freezer"
            until grep -q 'frozen 1' "${freezer%freeze}events"; do
                tries=$((tries + 1))
                [ $tries -lt 100 ] || sleep 0.01
                [ $tries -lt 300 ] || { thaw; echo "the programs of $id can't be frozen" >&2; exit 1; }
            done
            ;;
        */freezer.state)
            echo "$freezer" > "$id/frozen"
            echo FROZEN > "$freezer"
            until read -r state < "$freezer" && [ "$state" = FROZEN ]; do
                tries=$((tries + 1))
                # Version 1 misses a program that forks in that very moment, until it is asked again.
                case $tries in *[05]0) echo THAWED > "$freezer"; echo FROZEN > "$freezer" ;; esac
                [ $tries -lt 200 ] || sleep 0.001
                [ $tries -lt 2000 ] || { thaw; echo "the programs of $id can't be frozen" >&2; exit 1; }
            done
            ;;
        *)
            echo "stopped $pid $group" > "$id/frozen"
            if [ "$mode" = unisolated ]; then
                seen=. found=$(marked)
                while [ "$found" != "$seen" ]; do
                    [ -z "$found" ] || kill -s STOP $found 2>/dev/null || :
                    seen=$found found=$(marked)
                done
            else
                # Prints those that somebody inside had stopped already.
                before=$(inside "$all_stopped"'
                    for stat in /proc/[0-9]*/stat; do
                        { read -r line < "$stat"; } 2>/dev/null || continue
                        case ${line##*) } in T*) echo "${line%% *}" ;; esac
                    done
                    kill -s STOP -- -1 2>/dev/null
                    tries=0
                    until all_stopped /proc/[0-9]*/task/[0-9]*/stat; do
                        tries=$((tries + 1))
                        [ $tries -lt 1000 ] || sleep 0.01
                        [ $tries -lt 1200 ] || exit 1
                    done' -) || { thaw; echo "the programs of $id can't be stopped" >&2; exit 1; }
            fi
            ;;
    esac
}

# As thaw, but fast, and what was stopped before is left so.
unfreeze() {
    [ -f "$id/frozen" ] || return 0
    if [ -z "$freezer" ] && [ "$mode" != unisolated ]; then
        inside 'order=
            for process in /proc/[0-9]*; do
                process=${process#/proc/}
                case $process:$1 in $$:* | *:"$process "* | *" $process "*) ;; *) order="$process $order" ;; esac
            done
            # Children first: a shell that is to go on then sees none of its own stopped.
            for process in $order; do kill -s CONT "$process" 2>/dev/null; done
            :' "$(echo $before) "
        thaw_outside "$group"
        rm -f "$id/frozen"
    else
        thaw
    fi
}

. "$SLIPWAY_SCRIPTS/thaw.sh"
