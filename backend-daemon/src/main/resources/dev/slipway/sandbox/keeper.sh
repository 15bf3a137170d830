# keeper.sh, read by create.sh and seal.sh in the directory of layers, with $root, $id and $box set:
#   MODE UID MOUNTS NETWORK LAYERS CGROUPS [TOOL-DIRECTORY...]
#
# Starts the process that keeps the sandbox's namespaces alive, and prints its process id and start time. It belongs to
# no daemon: it lives on when the daemon dies, and takes everything in the sandbox along when it is killed. Each mount is
# made in the keeper's own mount namespace, so that none can be left behind. Mounts are named relative to the directory
# of layers, and bubblewrap reads its arguments from a file: /proc in the sandbox shows both, and they must not tell
# where on the host they are.
mode=$1 uid=$2 mounts=$3 network=$4 layers=$5 cgroups=$6
shift 6

for tool; do
    set -- "$@" --ro-bind "$tool" "$tool"
    shift
done
for directory in bin sbin lib lib32 lib64 libx32; do
    if [ -d "/$directory" ] && [ ! -L "/$directory" ]; then
        set -- "$@" --ro-bind "/$directory" "/$directory"
    fi
done
for path in /etc/alternatives /etc/ssl/certs; do
    [ ! -d "${layers##*:}$path" ] || set -- "$@" --ro-bind "$path" "$path"
done
resolver=/dev/null
if [ "$network" = host ]; then
    resolver=/etc/resolv.conf
    set -- "$@" --ro-bind-data 5 /etc/resolv.conf
else
    set -- "$@" --unshare-net
fi
printf '%s\0' --unshare-user --uid 1000 --gid 1000 --unshare-pid --unshare-ipc --unshare-uts --hostname sandbox \
    --new-session --ro-bind "$mounts/tree" / --ro-bind /usr /usr "$@" \
    --proc /proc --tmpfs /dev --dev-bind /dev/null /dev/null --dev-bind /dev/zero /dev/zero \
    --dev-bind /dev/full /dev/full --dev-bind /dev/random /dev/random --dev-bind /dev/urandom /dev/urandom \
    --dev-bind /dev/tty /dev/tty --dev-bind "$mounts/pts" /dev/pts --symlink pts/ptmx /dev/ptmx \
    --symlink /proc/self/fd /dev/fd --symlink /proc/self/fd/0 /dev/stdin --symlink /proc/self/fd/1 /dev/stdout \
    --symlink /proc/self/fd/2 /dev/stderr --size 268435456 --tmpfs /dev/shm --remount-ro /dev \
    --bind "$mounts/tree/workspace" /workspace --bind "$mounts/tree/home/agent" /home/agent \
    --bind "$mounts/tree/tmp" /tmp --chdir /workspace --info-fd 4 > "$box/arguments"

missing=
for setting in $cgroups; do
    group=${setting%/*=*}
    [ -d "$group" ] || missing="$missing $group"
done
[ -z "$missing" ] || mkdir -p $missing
for setting in $cgroups; do
    echo "${setting##*=}" > "${setting%=*}"
done

digest=$(printf %s "$root" | cksum)
SLIPWAY_KEEPER=$id.${digest%% *}
export SLIPWAY_KEEPER

own_mounts=-m
[ "$mode" = root ] || own_mounts='-U -r -m'
# The first process inside says "ready" through a nameless pipe: the name of a file or fifo that it holds open would show
# in its /proc. Here the pipe is the standard input, opened once more to write.
: | {
    exec 9> /proc/self/fd/0
    unshare $own_mounts setsid sh "$SLIPWAY_SCRIPTS/namespace.sh" "$mode" "$uid" "$mounts" "$layers" "$box" "$work" "$cgroups" "$upper" \
        < /dev/null >&9 2>&9 9>&- 3< "$box/arguments" 5< "$resolver" &
    exec 9>&-
    while read -r line && [ "$line" != ready ]; do echo "$line" >&2; done
    [ "$line" = ready ] || exit 1
    while read -r name value; do
        [ "$name" != '"child-pid":' ] || pid=${value%,}
    done < "$box/info"
    read -r stat < "/proc/$pid/stat"
    set -- ${stat##*) }
    shift 19
    echo "$pid $1" > "$box/keeper"
    echo "$pid $1"
}
