# run.sh TAG SCRIPT [ARGUMENT...]: runs SCRIPT in this shell, marked by TAG.
#
# The mark is the hard limit "max file locks", which the kernel has ignored since 2.4.25, yet hands to every child,
# lets nobody raise again, and shows in /proc/PID/limits. So end.sh finds whatever a call left behind, however often
# it forked and whatever it did to its session or environment. Shells name that limit -x (bash) or -w (dash).
umask 022
slipway_script=$2 SLIPWAY_SCRIPTS=${2%/*}
{ ulimit -x "$1" || ulimit -w "$1"; } 2>/dev/null
shift 2
. "$slipway_script"
