# shellcheck shell=bash
# Every test of every module, with what they run beside them.

readonly TEST_NODE=24.21.0

# aimock, the double of the model providers, needs Node 20.15.
node_is_usable() {
    local version major minor
    version=$(node --version 2>/dev/null) || return 1
    version=${version#v}
    major=${version%%.*} minor=${version#*.}
    minor=${minor%%.*}
    [ "$major" -gt 20 ] || { [ "$major" = 20 ] && [ "$minor" -ge 15 ]; }
}

# Puts a Node from npm in front of one that is too old; as a package, so that nothing outside of $BUILD changes.
use_node_from_npm() {
    local system machine package
    system=$(uname -s | tr '[:upper:]' '[:lower:]')
    case $(uname -m) in
        x86_64 | amd64) machine=x64 ;;
        *) machine=arm64 ;;
    esac
    package=node-$system-$machine
    if [ ! -x "$BUILD/node/node_modules/$package/bin/node" ]; then
        mkdir -p "$BUILD/node"
        npm install --no-save --no-package-lock --no-audit --no-fund --prefix "$BUILD/node" "$package@$TEST_NODE" \
            </dev/null >"$BUILD/npm.log" 2>&1 &
        watch_progress $! "Getting Node $TEST_NODE for the tests, as $(node --version 2>/dev/null || echo none) is too old" ||
            die "That failed." "$(tail -n 5 "$BUILD/npm.log")" "Install Node 20.15 or newer, or see $BUILD/npm.log."
    fi
    PATH=$BUILD/node/node_modules/$package/bin:$PATH
}

npm_set_up() {
    local folder=$ROOT/backend-daemon/src/test/npm
    [ -f "$folder/package.json" ] || return 0
    command -v npm >/dev/null 2>&1 || die "The tests need npm for the double of the model providers." "To get it: $(install_command nodejs npm)"
    node_is_usable || use_node_from_npm
    # npm leaves a copy of the lock file: equal and newer means installed.
    if [ "$folder/node_modules/.package-lock.json" -nt "$folder/package-lock.json" ]; then return; fi
    npm ci --prefix "$folder" </dev/null >"$BUILD/npm.log" 2>&1 &
    watch_progress $! 'Installing the double of the model providers' ||
        die "npm ci failed in backend-daemon/src/test/npm." "$(tail -n 5 "$BUILD/npm.log")" "The whole log: $BUILD/npm.log"
}

run_tests() {
    local started=$SECONDS status=0
    need_jdk
    need_maven
    ensure_packages bubblewrap git ripgrep nodejs npm
    mkdir -p "$BUILD"
    npm_set_up
    # Tests of the window start a daemon by this launcher.
    build_daemon
    # One module with a failure hides no other one.
    maven --fail-at-end verify "$@" || status=$?
    if [ $status = 0 ]; then
        say "${GREEN}All tests passed${PLAIN} in $((SECONDS - started)) s, with the JDK in $JAVA_HOME"
    else
        say "${RED}Tests failed${PLAIN} after $((SECONDS - started)) s; reports: */target/surefire-reports"
    fi
    return $status
}
