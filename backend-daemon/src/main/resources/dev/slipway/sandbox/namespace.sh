# namespace.sh MODE UID MOUNTS LAYERS BOX WORK CGROUPS UPPER: runs in a mount namespace of its own, mounts the tree, becomes bubblewrap.
set -eu
mode=$1 uid=$2 mounts=$3 layers=$4 box=$5
# Not before: with 3 to 9 in use, dash would open this very script as 10 and pass that on to all in the sandbox.
exec 4> "$box/info"
for setting in $7; do
    # Version 1 moves a single thread at once through "tasks"; "cgroup.procs" takes a lock that costs 5 to 25 ms.
    group=${setting%/*=*}
    if [ -e "$group/tasks" ]; then echo 0 > "$group/tasks"; else echo 0 > "$group/cgroup.procs"; fi
done
# Without "volatile", the end of this mount would write the whole file system of the host to disk, which takes seconds on
# a busy one. The price: what a sandbox changed in the last half minute may not survive a power cut.
options=volatile
[ "$mode" = root ] || options=volatile,userxattr
mount -n -i -t overlay overlay -o "$options,lowerdir=$layers,upperdir=$8,workdir=$6" "$mounts/tree"
mount -n -i -t devpts devpts -o newinstance,ptmxmode=0666,mode=0620 "$mounts/pts"
keep='echo ready; exec sleep 2147483647 > /dev/null 2>&1'
cd /
unset PWD OLDPWD
# One more user namespace may be made, bubblewrap's: so none can be made inside.
limit='echo 1 > /proc/sys/user/max_user_namespaces; exec bwrap --args 3 -- /bin/sh -c "$0"'
if [ "$mode" = root ]; then
    exec setpriv --reuid "$uid" --regid "$uid" --clear-groups --no-new-privs unshare -U -r sh -c "$limit" "$keep"
else
    exec setpriv --no-new-privs sh -c "$limit" "$keep"
fi
