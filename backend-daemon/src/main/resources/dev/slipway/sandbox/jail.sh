# jail.sh, read by capture.sh and import.sh with $mode set: "jail BIND... -- SCRIPT ARGUMENT..." becomes a script of ours that sees
# the system's programs, our scripts as /scripts, and of the host's other files what it is given by bubblewrap's options
# alone. Where there is no isolation there is no jail either: "jail" is not called then.
jail() {
    options=
    [ "$mode" != user ] || options="--unshare-user --uid 0 --gid 0 --cap-add ALL"
    for directory in bin sbin lib lib32 lib64 libx32; do
        if [ -L "/$directory" ]; then
            options="$options --symlink $(readlink "/$directory") /$directory"
        elif [ -d "/$directory" ]; then
            options="$options --ro-bind /$directory /$directory"
        fi
    done
    exec bwrap --die-with-parent --unshare-pid --unshare-net --unshare-ipc --new-session $options --ro-bind /usr /usr --dev /dev \
        --tmpfs /tmp --ro-bind "$SLIPWAY_SCRIPTS" /scripts "$@"
}
