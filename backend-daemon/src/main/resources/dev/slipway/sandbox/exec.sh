# exec.sh MODE UID PID START CGROUPS PROCESSES FILES DIRECTORY [NAME=VALUE...] -- COMMAND [ARGUMENT...]
#
# Becomes COMMAND in the sandbox whose keeper is PID, born at START (field 22 of /proc/PID/stat). Ends with 125 when that
# keeper is gone. What the caller chose (variables, limits, directory) takes effect inside only: a PATH or LD_PRELOAD
# must not reach the programs that this script itself runs on the host. The kernel counts processes for each user
# namespace, so that limit, too, belongs inside.
mode=$1 uid=$2 pid=$3 start=$4 cgroups=$5
shift 5
{ read -r stat < "/proc/$pid/stat"; } 2>/dev/null || stat=
fields=${stat##*) }
i=0
while [ $i -lt 19 ]; do fields=${fields#* } i=$((i + 1)); done
if [ "${fields%% *}" != "$start" ]; then
    echo "the sandbox is not running any more" >&2
    exit 125
fi
for setting in $cgroups; do
    group=${setting%/*=*}
    if [ -e "$group/tasks" ]; then echo 0 > "$group/tasks"; else echo 0 > "$group/cgroup.procs"; fi
done
unset PWD OLDPWD
inside='{ ulimit -u "$1" || ulimit -p "$1"; } 2>/dev/null
ulimit -n "$2" 2>/dev/null
ulimit -c 0
cd -- "$3" || exit 126
shift 3
while [ "$1" != -- ]; do export "$1"; shift; done
shift
exec "$@"'
identity=
[ "$mode" != root ] || identity="--reuid $uid --regid $uid --clear-groups"
exec setpriv $identity --no-new-privs nsenter -t "$pid" -U -m -p -i -u -n --preserve-credentials \
    /bin/sh -c "$inside" sh "$@"
