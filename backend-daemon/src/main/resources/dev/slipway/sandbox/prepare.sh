# prepare.sh ROOT UID MOUNTS: lays out ROOT for sandboxes whose files belong to UID. Doing it again changes nothing.
#
# MOUNTS is where a sandbox's tree appears in its own mount namespace, a path that UID can walk to.
set -eu
root=$1 uid=$2 mounts=$3
mkdir -p "$root/layers" "$root/sandboxes" "$root/trash" "$root/etc" "$mounts/tree" "$mounts/pts"
chmod 700 "$root/layers" "$root/sandboxes" "$root/trash"
chmod 755 "$mounts" "$mounts/tree" "$mounts/pts"
cd "$root/etc"
printf '%s\n' 'root:x:0:0:root:/:/usr/sbin/nologin' 'agent:x:1000:1000:agent:/home/agent:/bin/sh' \
    'nobody:x:65534:65534:nobody:/:/usr/sbin/nologin' > passwd
printf '%s\n' 'root:x:0:' 'tty:x:5:' 'agent:x:1000:' 'nogroup:x:65534:' > group
printf '%s\n' '127.0.0.1 localhost sandbox' '::1 localhost sandbox' > hosts
printf '%s\n' sandbox > hostname
printf '%s\n' 'passwd: files' 'group: files' 'shadow: files' 'hosts: files dns' 'networks: files' 'protocols: files' \
    'services: files' 'ethers: files' 'rpc: files' > nsswitch.conf
printf '%s\n' '# No network here.' > resolv.conf
# The bottom of every chain of layers: the places that a sandbox may write to.
if [ ! -d "$root/layers/bottom" ]; then
    new=$root/layers/.bottom.$$
    mkdir -p "$new/workspace" "$new/home/agent" "$new/tmp"
    chmod 1777 "$new/tmp"
    [ "$(id -u)" != 0 ] || chown -R "$uid:$uid" "$new/workspace" "$new/home" "$new/tmp"
    mv "$new" "$root/layers/bottom"
fi
# What an earlier daemon had begun to throw away.
rm -rf "$root/trash/"* 2>/dev/null || unshare -U -r rm -rf "$root/trash/"* 2>/dev/null || :
