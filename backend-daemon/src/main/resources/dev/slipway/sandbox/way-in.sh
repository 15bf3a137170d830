# way-in.sh MODE UID PID START ROOT NAME
#
# Lets the daemon connect to what listens in the sandbox whose keeper is PID, born at START: listens on a unix socket
# called NAME, which nobody but this user can use, and prints "ready PATH". Ends when its standard input does. The
# socket is made out here, so that programs inside neither see nor reach it; what connects for it has the sandbox's
# network and files, and only these, so that a link or a path leads where it leads in there.
mode=$1 uid=$2 pid=$3 start=$4 directory=$5/tunnels name=$6
if [ "$mode" != unisolated ]; then
    { read -r stat < "/proc/$pid/stat"; } 2>/dev/null || stat=
    fields=${stat##*) }
    i=0
    while [ $i -lt 19 ]; do fields=${fields#* } i=$((i + 1)); done
    if [ "${fields%% *}" != "$start" ]; then
        echo "the sandbox is not running any more" >&2
        exit 125
    fi
fi
# The kernel takes 107 bytes for the whole path.
[ ${#directory} -lt 90 ] || directory=/tmp/slipway-tunnels-$(id -u)
mkdir -p -m 700 "$directory" && [ -O "$directory" ] && [ ! -L "$directory" ] && chmod 700 "$directory" && cd "$directory" || exit 1
program=$(cat "$SLIPWAY_SCRIPTS/way-in.pl") || exit 1
set -- perl -e "$program" serve "$directory/$name"
if [ "$mode" != unisolated ]; then
    identity=
    [ "$mode" != root ] || identity="--reuid $uid --regid $uid --clear-groups"
    set -- setpriv $identity --no-new-privs nsenter -t "$pid" -U -m -n --preserve-credentials "$@"
fi
ulimit -n "$(ulimit -H -n)" 2>/dev/null
exec perl -e "$program" listen "$name" "$@"
