# probe.sh ROOT: prints what this host can do for sandboxes, one "name value" a line; ROOT is where they will live.
root=$1
mkdir -p "$root"
echo "kernel $(uname -r)"
echo "uid $(id -u)"
echo "gid $(id -g)"
# Limits that are themselves limited would mean that calls can't be marked: see run.sh.
limits=$(cat /proc/self/limits)
case $limits in *"Max file locks "*) echo "mark yes" ;; *) echo "mark no" ;; esac
for tool in bwrap setpriv nsenter unshare setsid git rg java podman perl zstd; do
    path=$(command -v "$tool") && echo "tool.$tool $path"
done
bwrap=$(bwrap --version 2>/dev/null) && echo "bwrap ${bwrap##* }"
if [ -w /sys/fs/cgroup/cgroup.subtree_control ]; then
    echo "+memory +cpu" > /sys/fs/cgroup/cgroup.subtree_control 2>/dev/null
    read -r controllers < /sys/fs/cgroup/cgroup.subtree_control
    for controller in $controllers; do echo "cgroup.v2.$controller /sys/fs/cgroup"; done
fi
for controller in memory cpu freezer; do
    [ -w "/sys/fs/cgroup/$controller/tasks" ] && echo "cgroup.v1.$controller /sys/fs/cgroup/$controller"
done
# Try, rather than read settings: a mount says more than a dozen sysctls.
try=$root/probe.$$
mkdir -p "$try/lower" "$try/upper" "$try/work" "$try/tree"
cd "$try" || exit 1
unshare -U -r true 2>/dev/null && echo "userns yes"
if [ "$(id -u)" = 0 ]; then
    unshare -m mount -t overlay overlay -o volatile,lowerdir=lower,upperdir=upper,workdir=work tree 2>/dev/null &&
        echo "overlay.root yes"
else
    unshare -U -r -m mount -t overlay overlay -o volatile,userxattr,lowerdir=lower,upperdir=upper,workdir=work tree \
        2>/dev/null && echo "overlay.user yes"
fi
: > upper/a
cp --reflink=always upper/a upper/b 2>/dev/null && echo "reflink yes"
cd "$root" && { rm -rf "$try" 2>/dev/null || unshare -U -r rm -rf "$try"; }
exit 0
