# shellcheck shell=bash
# What this machine lacks, why it matters, and the one command that gets it. Needs no JDK. Ends with 1 if something is missing that
# Slipway can't do without.

json_string() {
    local text=$1
    text=${text//\\/\\\\} text=${text//\"/\\\"} text=${text//$'\n'/\\n} text=${text//$'\t'/\\t}
    printf '"%s"' "$text"
}

# report NAME STATUS NEEDED DETAIL WHY FIX: STATUS is ok or missing; NEEDED is always, tests, bench or advised.
report() {
    local name=$1 status=$2 needed=$3 detail=$4 why=$5 fix=$6 mark
    if [ "$status" = missing ] && [ "$needed" = always ]; then DOCTOR_FAILED=1; fi
    if [ -n "$DOCTOR_JSON" ]; then
        [ "$status" = missing ] || fix=''
        DOCTOR_ROWS+=("{\"name\":$(json_string "$name"),\"status\":\"$status\",\"needed\":\"$needed\",\"detail\":$(json_string "$detail"),\"why\":$(json_string "$why"),\"fix\":$(json_string "$fix")}")
        return
    fi
    case $status:$needed in
        ok:*) mark="${GREEN}ok     $PLAIN" ;;
        missing:always) mark="${RED}missing$PLAIN" ;;
        *) mark="${YELLOW}missing$PLAIN" ;;
    esac
    printf '%s  %-16s %s\n' "$mark" "$name" "$detail"
    [ "$status" = ok ] || printf '         %-16s %s\n         %-16s get it: %s\n' '' "$why" '' "$BOLD$fix$PLAIN"
}

# check_program NAME NEEDED PACKAGE WHY VERSION_COMMAND...
check_program() {
    local name=$1 needed=$2 package=$3 why=$4
    shift 4
    if package_is_there "$package"; then
        report "$name" ok "$needed" "$("$@" 2>/dev/null | sed -n "/[0-9]/{s/$(printf '\033')\[[0-9;]*m//g;p;q;}")" "$why" ''
    else
        report "$name" missing "$needed" 'not found' "$why" "$(install_command "$package")"
    fi
}

check_jdk() {
    local why="runs and builds everything" found
    if found=$(find_jdk 2>/dev/null); then
        report JDK ok always "$(jdk_version "$found") in $found" "$why" ''
    else
        report JDK missing always "no JDK $JDK_WANTED or newer found" "$why" "$(jdk_remedy)"
    fi
}

# The nearest folder at or above $SLIPWAY_HOME that is there: what holds for it will hold for the data.
data_place() {
    local place=$SLIPWAY_HOME
    until [ -d "$place" ]; do place=$(dirname "$place"); done
    printf '%s' "$place"
}

user_namespaces_work() {
    [ "$(id -u)" = 0 ] || unshare --user --map-root-user true 2>/dev/null
}

check_user_namespaces() {
    local why='isolate sandboxes when the daemon does not run as root' fix='run the daemon as root'
    if user_namespaces_work; then
        if [ "$(id -u)" = 0 ]; then
            report 'user namespaces' ok always 'not needed: running as root' "$why" ''
        else
            report 'user namespaces' ok always 'usable' "$why" ''
        fi
        return
    fi
    if [ "$(cat /proc/sys/kernel/apparmor_restrict_unprivileged_userns 2>/dev/null)" = 1 ]; then
        fix='sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0'
    elif [ "$(cat /proc/sys/kernel/unprivileged_userns_clone 2>/dev/null)" = 0 ]; then
        fix='sudo sysctl -w kernel.unprivileged_userns_clone=1'
    elif [ "$(cat /proc/sys/user/max_user_namespaces 2>/dev/null)" = 0 ]; then
        fix='sudo sysctl -w user.max_user_namespaces=15000'
    fi
    report 'user namespaces' missing always 'the kernel refuses them to this user' "$why" "$fix"
}

# Mounts a real overlay where the data will be: whether that works depends on kernel, file system and user.
overlay_works() {
    local place options='' unshare=(unshare --mount) status=0
    place=$(mktemp -d "$1/.slipway-doctor.XXXXXX" 2>/dev/null) || place=$(mktemp -d) || return 1
    if [ "$(id -u)" != 0 ]; then
        unshare=(unshare --user --map-root-user --mount)
        options=,userxattr
    fi
    mkdir "$place/lower" "$place/upper" "$place/work" "$place/merged"
    "${unshare[@]}" mount -t overlay overlay -o \
        "lowerdir=$place/lower,upperdir=$place/upper,workdir=$place/work$options" "$place/merged" 2>/dev/null || status=1
    # The kernel leaves a folder without permissions in work.
    chmod -R u+rwx "$place" 2>/dev/null
    rm -rf "$place"
    return $status
}

check_overlayfs() {
    local why='gives each sandbox its own view of an image, in milliseconds' place fix
    place=$(data_place)
    if overlay_works "$place"; then
        report overlayfs ok always "mounts on $place" "$why" ''
        return
    fi
    fix='set SLIPWAY_HOME to a folder on ext4, xfs or btrfs'
    grep -qw overlay /proc/filesystems 2>/dev/null || fix='sudo modprobe overlay'
    report overlayfs missing always "an overlay can't be mounted on $place" "$why" "$fix"
}

check_disk() {
    local place free why='images, snapshots and repositories need room'
    place=$(data_place)
    free=$(df -Pk "$place" | awk 'NR == 2 { print int($4 / 1048576) }')
    if [ "$free" -ge 5 ]; then
        report disk ok advised "$free GB free on $place" "$why" ''
    else
        report disk missing advised "only $free GB free on $place" "$why" 'set SLIPWAY_HOME to a larger disk'
    fi
}

check_open_files() {
    local limit why='every session, socket and sandbox holds a few files open'
    limit=$(ulimit -H -n)
    if [ "$limit" = unlimited ] || [ "$limit" -ge 8192 ]; then
        report 'open files' ok advised "limit $limit" "$why" ''
    else
        report 'open files' missing advised "limit $limit, 8192 is advised" "$why" 'ulimit -n 65536   (as root; LimitNOFILE=65536 in a systemd unit)'
    fi
}

check_sandbox() {
    if [ "$(uname -s)" != Linux ]; then
        report sandbox missing advised "$(uname -s) can't isolate sandboxes" \
            'agents run their commands in sandboxes, which need Linux' 'run the daemon on a Linux machine and connect to it'
        return
    fi
    check_program bubblewrap always bubblewrap 'isolates what agents run' bwrap --version
    check_user_namespaces
    check_overlayfs
}

# sshd tells its version only in an error.
sshd_version() {
    ssh -V 2>&1 | grep OpenSSH
}

node_version() {
    printf '%s%s\n' "$(node --version)" "$(node_is_usable || echo ' (too old; the tests get another one from npm)')"
}

doctor() {
    # Read by report, which every check calls.
    DOCTOR_JSON='' DOCTOR_FAILED='' DOCTOR_ROWS=()
    [ "${1:-}" != --json ] || DOCTOR_JSON=yes
    check_jdk
    check_program Maven always maven 'builds Slipway' maven_version
    check_program procps always procps 'finds the daemon for ./slipway down' ps --version
    check_program git always git 'carries code between repositories and sandboxes' git --version
    check_sandbox
    check_program ripgrep advised ripgrep "makes the agent's searches fast" rg --version
    check_program node tests nodejs 'runs the double of the model providers' node_version
    check_program npm tests npm 'installs the double of the model providers' npm --version
    check_program openssh-server tests openssh-server 'stands for remote hosts in tests; nothing else needs it' sshd_version
    check_program podman bench podman 'is measured beside the sandbox in ./slipway bench sandbox' podman --version
    check_disk
    check_open_files
    if [ -n "$DOCTOR_JSON" ]; then
        local IFS=,
        printf '{"ok":%s,"checks":[%s]}\n' "$([ -n "$DOCTOR_FAILED" ] && echo false || echo true)" "${DOCTOR_ROWS[*]}"
    elif [ -n "$DOCTOR_FAILED" ]; then
        printf '\n%sNot ready:%s get what is marked in red. Yellow lines matter for tests, benchmarks or comfort.\n' "$RED" "$PLAIN"
    else
        printf '\n%sReady.%s Try ./slipway demo\n' "$GREEN" "$PLAIN"
    fi
    [ -z "$DOCTOR_FAILED" ]
}

# Reads the name of the folder rather than start a JVM where that tells it.
maven_version() {
    if find_jdk >/dev/null 2>&1; then
        JAVA_HOME=$(find_jdk) mvn --version
    else
        mvn --version
    fi
}
