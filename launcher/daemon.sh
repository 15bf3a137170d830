# shellcheck shell=bash
# Starts the JVMs: daemon, command line, bench, desktop; and trains the AOT caches that make them start fast.
#
# What the launcher relies on (docs/running.md): the daemon takes SLIPWAY_HOME and SLIPWAY_LISTEN from its environment, writes
# its address to $SLIPWAY_HOME/daemon.url once it listens, and ends in good order on SIGTERM.

# Flags of each JVM. A cache fits only the flags that it was trained with.
readonly DAEMON_FLAGS=(-XX:+UseCompactObjectHeaders --enable-native-access=ALL-UNNAMED -XX:+ExitOnOutOfMemoryError)
readonly DESKTOP_FLAGS=(-XX:+UseCompactObjectHeaders --enable-native-access=javafx.graphics,javafx.web,ALL-UNNAMED
    --add-modules javafx.controls,javafx.web)
readonly CLI_FLAGS=(-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:-UsePerfData --enable-native-access=ALL-UNNAMED)

# The AOT cache of $1 (daemon or cli) for this build and this very JDK.
aot_cache() {
    printf '%s/%s-%s.aot' "$APP" "$1" "$(sed -n 's/^JAVA_RUNTIME_VERSION="\(.*\)"/\1/p' "$JAVA_HOME/release")"
}

# Sets AOT to the flags that use the cache of $1. A cache that can't be used is skipped without a word.
use_aot_cache() {
    local cache
    cache=$(aot_cache "$1")
    AOT=()
    [ ! -f "$cache" ] || AOT=("-XX:AOTCache=$cache" -Xlog:aot=off -Xlog:cds=off)
}

java_opts() {
    # Split at blanks, as JAVA_OPTS is everywhere.
    read -r -a JAVA_OPTS <<<"${SLIPWAY_JAVA_OPTS:-}" || true
}

exec_daemon() {
    local JAVA_OPTS AOT
    java_opts
    use_aot_cache daemon
    exec "$JAVA_HOME/bin/java" "${DAEMON_FLAGS[@]}" ${AOT[@]+"${AOT[@]}"} ${JAVA_OPTS[@]+"${JAVA_OPTS[@]}"} \
        "@$APP/classpath" dev.slipway.daemon.Main "$@"
}

exec_bench() {
    local JAVA_OPTS
    java_opts
    exec "$JAVA_HOME/bin/java" "${DAEMON_FLAGS[@]}" ${JAVA_OPTS[@]+"${JAVA_OPTS[@]}"} \
        "@$APP/classpath" dev.slipway.bench.BenchMain "$@"
}

# What the command line needs to start a daemon as fast as the launcher does: the flags of its JVM, one a line. And words beyond
# ASCII on a computer without a locale.
cli_environment() {
    local JAVA_OPTS AOT
    java_opts
    use_aot_cache daemon
    SLIPWAY_DAEMON_JAVA_OPTS=$(printf '%s\n' "${DAEMON_FLAGS[@]}" ${AOT[@]+"${AOT[@]}"} ${JAVA_OPTS[@]+"${JAVA_OPTS[@]}"})
    export SLIPWAY_DAEMON_JAVA_OPTS
    [ -n "${LC_ALL:-}${LC_CTYPE:-}${LANG:-}" ] || export LC_ALL=C.UTF-8
}

cli() {
    local AOT
    cli_environment
    use_aot_cache cli
    "$JAVA_HOME/bin/java" "${CLI_FLAGS[@]}" ${AOT[@]+"${AOT[@]}"} "@$APP/classpath" dev.slipway.cli.Main "$@"
}

exec_cli() {
    local AOT
    cli_environment
    use_aot_cache cli
    exec "$JAVA_HOME/bin/java" "${CLI_FLAGS[@]}" ${AOT[@]+"${AOT[@]}"} "@$APP/classpath" dev.slipway.cli.Main "$@"
}

exec_desktop() {
    local JAVA_OPTS AOT
    read -r -a JAVA_OPTS <<<"${SLIPWAY_DESKTOP_JAVA_OPTS:-}" || true
    use_aot_cache desktop
    train_desktop_in_background
    # JavaFX wants to be on the module path; ours stays on the class path. The home is the one of the environment, as for the daemon:
    # Java would take the user's.
    SLIPWAY_LAUNCHER=$ROOT/slipway exec "$JAVA_HOME/bin/java" "${DESKTOP_FLAGS[@]}" --module-path "$(javafx_jars)" \
        ${HOME:+"-Duser.home=$HOME"} ${AOT[@]+"${AOT[@]}"} ${JAVA_OPTS[@]+"${JAVA_OPTS[@]}"} "@$APP/classpath" \
        dev.slipway.desktop.Main "$@"
}

# Whether a window would show on this computer's own display: not through SSH.
has_display() {
    [ -z "${SSH_CONNECTION:-}${SSH_TTY:-}" ] || return 1
    [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ] || [ "$(uname)" = Darwin ]
}

# window_wanted ARGUMENTS: whether the demo opens the window: as told, else where a person sits before a display.
window_wanted() {
    local argument wanted=''
    for argument; do
        case $argument in
            --window) wanted=yes ;;
            --no-window | --help | -h) return 1 ;;
            --json) [ -n "$wanted" ] || wanted=no ;;
        esac
    done
    case $wanted in
        yes) return 0 ;;
        no) return 1 ;;
    esac
    [ -t 1 ] && has_display
}

# Builds the window for the demo; without it the demo is told in the terminal alone.
prepare_window() {
    if (build_desktop); then
        export SLIPWAY_DEMO_WINDOW=$ROOT/slipway
    else
        say "The demo goes on without its window."
    fi
}

# Without a display JavaFX renders into memory: the figures are those of its software renderer. The bench starts from the AOT cache, as the
# window does.
exec_desktop_bench() {
    local AOT headless=()
    if desktop_training_needed; then
        (with_lock "$APP/training.lock" '' train_desktop_locked) </dev/null >"$BUILD/training-desktop.log" 2>&1 || true
    fi
    use_aot_cache desktop
    [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ] || [ "$(uname)" = Darwin ] || headless=(-Dglass.platform=Headless -Dprism.order=sw)
    exec "$JAVA_HOME/bin/java" "${DESKTOP_FLAGS[@]}" --module-path "$(javafx_jars)" ${AOT[@]+"${AOT[@]}"} \
        ${headless[@]+"${headless[@]}"} "@$APP/classpath" dev.slipway.desktop.Bench "$@"
}

javafx_jars() {
    local jar jars
    IFS=: read -r -a jars < <(sed -n 's/^"\(.*\)"$/\1/p' "$APP/classpath")
    for jar in "${jars[@]}"; do
        case $jar in */javafx-*) printf '%s:' "$jar" ;; esac
    done
}

# The address of a daemon that runs with this SLIPWAY_HOME; fails if none answers.
daemon_url() {
    local url host_port
    [ -r "$SLIPWAY_HOME/daemon.url" ] && read -r url <"$SLIPWAY_HOME/daemon.url" || return 1
    host_port=${url#*://}
    host_port=${host_port%%/*}
    (exec 3<>"/dev/tcp/${host_port%:*}/${host_port##*:}") 2>/dev/null || return 1
    printf '%s' "$url"
}

daemon_pid() {
    local pid
    [ -r "$SLIPWAY_HOME/daemon.pid" ] && read -r pid <"$SLIPWAY_HOME/daemon.pid" || return 1
    # Numbers of processes are used again: make sure that it is ours.
    ps -o command= -p "$pid" 2>/dev/null | grep -q 'dev\.slipway\.daemon\.Main' || return 1
    printf '%s' "$pid"
}

# Returns once the daemon with process number $1 listens; 1 if it ends before, 2 if it has not in 60 s.
wait_until_listening() {
    local pid=$1 tries=0
    until daemon_url >/dev/null; do
        kill -0 "$pid" 2>/dev/null || return 1
        tries=$((tries + 1))
        [ $tries -lt 3000 ] || return 2
        sleep 0.02
    done
}

# start_in_background [ARGUMENTS]: the daemon, in a session of its own; returns once it listens.
start_in_background() {
    local pid log=$SLIPWAY_HOME/logs/daemon.out
    # Two launchers at once: the second finds the daemon of the first.
    daemon_url >/dev/null && return
    mkdir -p "$SLIPWAY_HOME/logs"
    chmod 700 "$SLIPWAY_HOME"
    rm -f "$SLIPWAY_HOME/daemon.url"
    [ ! -f "$log" ] || mv "$log" "$log.1"
    (
        # It outlives this terminal and its Ctrl-C.
        trap '' HUP INT
        exec_daemon "$@"
    ) </dev/null >"$log" 2>&1 9>&- &
    pid=$!
    disown
    printf '%s\n' "$APP" >"$SLIPWAY_HOME/daemon.app"
    watch_progress $pid 'Starting the daemon' '' daemon_url || {
        kill -TERM $pid 2>/dev/null || true
        [ -s "$log" ] || die "The daemon did not start, and its output could not be written to $log." \
            "If the disk is full, make room; ./slipway daemon shows the output here."
        die "The daemon did not start. The end of its output:" "$(tail -n 15 "$log" | sed 's/^/  /')" "All of it: $log"
    }
}

up() {
    local json='' arguments=() argument url state=running started_with=''
    for argument; do
        if [ "$argument" = --json ]; then json=yes; else arguments+=("$argument"); fi
    done
    { mkdir -p "$SLIPWAY_HOME" && [ -w "$SLIPWAY_HOME" ]; } 2>/dev/null || die "Slipway can't write to its home folder, $SLIPWAY_HOME." \
        "Make it a folder that $(id -un) may write to, or set SLIPWAY_HOME to another."
    if ! daemon_url >/dev/null; then
        state=started
        with_lock "$SLIPWAY_HOME/up.lock" 'Another ./slipway is starting the daemon; waiting for it' \
            start_in_background ${arguments[@]+"${arguments[@]}"}
    fi
    url=$(daemon_url) || die "The daemon is gone again." "Its output: $SLIPWAY_HOME/logs/daemon.out"
    if [ -n "$json" ]; then
        printf '{"url":"%s","pid":%s,"state":"%s"}\n' "$url" "$(daemon_pid || printf null)" "$state"
        return
    fi
    if [ "$state" = running ]; then
        read -r started_with <"$SLIPWAY_HOME/daemon.app" || true
        [ "$started_with" = "$APP" ] || say "It was running already, from an older build: ./slipway down && ./slipway up takes the new one."
    fi
    # Says what is there: address, isolation, models, and what to do next.
    cli up
}

process_ends() {
    while kill -0 "$1" 2>/dev/null; do sleep 0.05; done
}

down() {
    local pid json=${1:-}
    if ! pid=$(daemon_pid); then
        say "No daemon runs that ./slipway up started here (SLIPWAY_HOME is $SLIPWAY_HOME)."
        [ -z "$json" ] || printf '{"pid":null,"state":"absent"}\n'
        return
    fi
    kill -TERM "$pid" 2>/dev/null || die "The daemon belongs to $(ps -o user= -p "$pid"), who alone may stop it (process $pid)."
    process_ends "$pid" &
    watch_progress $! 'Stopping the daemon'
    rm -f "$SLIPWAY_HOME/daemon.pid" "$SLIPWAY_HOME/daemon.app"
    say "The daemon has stopped."
    [ -z "$json" ] || printf '{"pid":%s,"state":"stopped"}\n' "$pid"
}

# Writes both AOT caches by one short run of the daemon, on data of its own, and of a session that the command line follows: so that
# the first prompt after a start finds its classes ready too. Where that fails,
# everything starts a second later and works as well; the log says why, and it is not tried again.
train_locked() {
    local cache cli_cache pid ready=yes
    cache=$(aot_cache daemon) cli_cache=$(aot_cache cli)
    if [ -f "$cache" ] || [ -f "$cache.failed" ]; then return 0; fi
    SLIPWAY_HOME=$(mktemp -d "${TMPDIR:-/tmp}/slipway-training.XXXXXX")
    # Nothing of it may outlive it: neither its port nor its sandbox.
    export SLIPWAY_LISTEN=127.0.0.1:0 SLIPWAY_KEEP_SANDBOXES=0
    "$JAVA_HOME/bin/java" "${DAEMON_FLAGS[@]}" "-XX:AOTCacheOutput=$cache.new" "@$APP/classpath" dev.slipway.daemon.Main &
    pid=$!
    if wait_until_listening $pid; then
        "$JAVA_HOME/bin/java" "${CLI_FLAGS[@]}" "@$APP/classpath" dev.slipway.cli.Main repo add --name training &&
            "$JAVA_HOME/bin/java" "${CLI_FLAGS[@]}" "-XX:AOTCacheOutput=$cli_cache.new" "@$APP/classpath" \
                dev.slipway.cli.Main run --repo training --model rehearsal/demo hello
        [ ! -f "$cli_cache.new" ] || mv "$cli_cache.new" "$cli_cache"
        kill -TERM $pid
    else
        ready=''
        kill -KILL $pid 2>/dev/null
    fi
    wait $pid || true
    # The kernel leaves a folder without permissions in the work folder of an overlay.
    chmod -R u+rwx "$SLIPWAY_HOME"
    rm -rf "$SLIPWAY_HOME"
    if [ -n "$ready" ] && [ -f "$cache.new" ]; then
        mv "$cache.new" "$cache"
    else
        touch "$cache.failed"
    fi
    rm -f "$cache.new" "$cli_cache.new"
}

training_needed() {
    local cache
    cache=$(aot_cache daemon)
    [ ! -f "$cache" ] && [ ! -f "$cache.failed" ] && [ -w "$APP" ]
}

train() {
    training_needed || return 0
    # In a subshell of its own: it sets SLIPWAY_HOME, and what fails in it is no failure.
    (
        set +e
        with_lock "$APP/training.lock" '' train_locked
    ) </dev/null >"$BUILD/training.log" 2>&1 &
    watch_progress $! 'Preparing fast starts' || true
}

train_in_background() {
    training_needed || return 0
    (
        set +e
        trap '' HUP INT
        renice -n 10 -p "$(sh -c 'echo "$PPID"')" >/dev/null
        with_lock "$APP/training.lock" '' train_locked
    ) </dev/null >"$BUILD/training.log" 2>&1 &
    disown
}

# The desktop's cache, by one start of it that shows nothing: JavaFX renders into memory.
train_desktop_locked() {
    local cache place
    cache=$(aot_cache desktop)
    if [ -f "$cache" ] || [ -f "$cache.failed" ]; then return 0; fi
    place=$(mktemp -d "${TMPDIR:-/tmp}/slipway-training.XXXXXX")
    "$JAVA_HOME/bin/java" "${DESKTOP_FLAGS[@]}" --module-path "$(javafx_jars)" "-XX:AOTCacheOutput=$cache.new" \
        -Dglass.platform=Headless -Dprism.order=sw "@$APP/classpath" dev.slipway.desktop.Training "$place"
    rm -rf "$place"
    if [ -f "$cache.new" ]; then mv "$cache.new" "$cache"; else touch "$cache.failed"; fi
    rm -f "$cache.new" "$cache.new.config"
}

desktop_training_needed() {
    local cache
    cache=$(aot_cache desktop)
    [ ! -f "$cache" ] && [ ! -f "$cache.failed" ] && [ -w "$APP" ]
}

# Later, so that it takes nothing from the window that opens now.
train_desktop_in_background() {
    desktop_training_needed || return 0
    (
        set +e
        trap '' HUP INT
        renice -n 10 -p "$(sh -c 'echo "$PPID"')" >/dev/null
        sleep "${SLIPWAY_TRAINING_DELAY:-15}"
        with_lock "$APP/training.lock" '' train_desktop_locked
    ) </dev/null >"$BUILD/training-desktop.log" 2>&1 &
    disown
}
