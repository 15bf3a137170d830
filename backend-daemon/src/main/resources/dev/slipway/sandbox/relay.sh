# relay.sh MODE UID PID START DIRECTORY SOCKET PORT
#
# In the sandbox whose keeper is PID, born at START, carries connections to 127.0.0.1:PORT to the unix SOCKET in
# DIRECTORY. Only the network is the sandbox's: programs inside can neither see nor end it. Prints "ready" once it
# listens; ends when its standard input does. It has no way to DIRECTORY but to be in it already, and none to relay.pl.
mode=$1 uid=$2 pid=$3 start=$4
{ read -r stat < "/proc/$pid/stat"; } 2>/dev/null || stat=
fields=${stat##*) }
i=0
while [ $i -lt 19 ]; do fields=${fields#* } i=$((i + 1)); done
if [ "${fields%% *}" != "$start" ]; then
    echo "the sandbox is not running any more" >&2
    exit 125
fi
cd "$5" || exit 1
# An SSH server makes it for its own user alone.
chmod 666 "$6" 2>/dev/null || :
program=$(cat "$SLIPWAY_SCRIPTS/relay.pl") || exit 1
identity=
[ "$mode" != root ] || identity="--reuid $uid --regid $uid --clear-groups"
exec setpriv $identity --no-new-privs nsenter -t "$pid" -U -n --preserve-credentials \
    perl -e "$program" "$6" "$7"
