# shellcheck shell=bash
# Builds once, and again only when sources changed. A build is known by a fingerprint of its sources and stays as it is, so that
# a running daemon never loses its jars to the next build.
#
#   $BUILD/apps/MODULE-FINGERPRINT/   our own jars, `classpath` (a java @argument file), AOT caches; complete once it is there
#   $BUILD/lib/                       the jars of others, shared by all builds
#   $BUILD/target/                    where Maven works, apart from the target folders of whoever develops here

readonly BUILDS_KEPT=4

# fingerprint MODULE...: of all that goes into the jars of these modules, and of the place they are kept at, as a class path
# has absolute names.
fingerprint() {
    local module paths=(pom.xml .mvn) hash=(sha256sum)
    command -v sha256sum >/dev/null 2>&1 || hash=(shasum -a 256)
    for module; do
        paths+=("$module/pom.xml")
        [ ! -d "$ROOT/$module/src/main" ] || paths+=("$module/src/main")
    done
    (
        cd "$ROOT" || exit
        { find "${paths[@]}" -type f -print0 | LC_ALL=C sort -z | xargs -0 "${hash[@]}" && printf '%s' "$BUILD"; } |
            "${hash[@]}" | cut -c 1-16
    )
}

# What the build is at, from its log.
build_stage() {
    sed -n 's/^\[INFO\] Building Slipway \(.*[a-z]\)  *[0-9].*/\1/p' "$BUILD/build.log" 2>/dev/null | tail -n 1 | grep . || echo starting
}

# Compile errors if there are, else Maven's own last words; paths as seen from the root.
build_errors() {
    local errors
    # Up to ten errors, each once, with the lines that say which symbol.
    errors=$(awk '/^\[ERROR\] +\/.*\.java:\[/ { wanted = !seen[$0]++ && ++count <= 10 }
        !/^\[ERROR\]/ && !/^  (symbol|location):/ { wanted = 0 }
        wanted' "$BUILD/build.log")
    [ -n "$errors" ] || errors=$(sed -n -e '/re-run Maven\|Re-run Maven\|For more information\|After correcting\|<args>/d' \
        -e 's/ -> \[Help 1\]$//' -e '/^\[ERROR\] \[Help/d' -e '/^\[ERROR\] *[^ ]/p' "$BUILD/build.log" | head -n 6 | grep .) ||
        errors=$(tail -n 10 "$BUILD/build.log")
    printf '%s\n' "$errors" | sed -e 's/^\[ERROR\] */  /' -e "s#$ROOT/##g" -e 's#\.java:\[\([0-9]*\),\([0-9]*\)\]#.java:\1:#'
}

maven() {
    # The last two silence warnings about Maven's own libraries.
    MAVEN_OPTS="-XX:TieredStopAtLevel=1 -XX:+UseSerialGC --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow ${MAVEN_OPTS:-}" \
        mvn --batch-mode --file "$ROOT/pom.xml" "$@"
}

# Takes the signatures out of a jar that has any: an AOT cache takes no class from a signed jar, and checking its signatures costs a
# start a tenth of a second. Maven has checked what it downloaded; a jar that can't be rewritten stays as it is.
strip_signatures() {
    local jar=$1 work
    LC_ALL=C grep -aq 'META-INF/[A-Za-z0-9_-]*\.SF' "$jar" || return 0
    work=$(mktemp -d "$BUILD/unsigned.XXXXXX") || return 0
    (
        cd "$work" && "$JAVA_HOME/bin/jar" --extract --file "$jar" &&
            rm -f META-INF/*.SF META-INF/*.RSA META-INF/*.DSA META-INF/*.EC &&
            mv META-INF/MANIFEST.MF ../"${work##*/}.manifest" &&
            "$JAVA_HOME/bin/jar" --create --file "$work.jar" --manifest "$work.manifest" . &&
            mv "$work.jar" "$jar"
    ) || true
    rm -rf "$work" "$work.jar" "$work.manifest"
}

# Moves what Maven made for MODULE into its own folder $2, which appears complete or not at all.
keep_build() {
    local module=$1 app=$2 made=$BUILD/target/$1 jar name classpath=''
    local fresh=$app.new
    rm -rf "$fresh"
    mkdir -p "$fresh" "$BUILD/lib"
    for jar in "$made/$module"-*.jar "$made"/lib/*.jar; do
        name=${jar##*/}
        case $name in
            *-SNAPSHOT.jar)
                cp "$jar" "$fresh/$name"
                classpath=$classpath:$app/$name
                ;;
            *)
                if [ ! -f "$BUILD/lib/$name" ]; then
                    cp "$jar" "$BUILD/lib/$name.new"
                    strip_signatures "$BUILD/lib/$name.new"
                    mv "$BUILD/lib/$name.new" "$BUILD/lib/$name"
                fi
                classpath=$classpath:$BUILD/lib/$name
                ;;
        esac
    done
    printf -- '-cp\n"%s"\n' "${classpath#:}" >"$fresh/classpath"
    mv "$fresh" "$app"
}

forget_old_builds() {
    local module=$1 old
    # Names come from us and hold no special characters.
    # shellcheck disable=SC2012
    ls -dt "$BUILD/apps/$module"-* 2>/dev/null | tail -n +$((BUILDS_KEPT + 1)) | while IFS= read -r old; do
        rm -rf "$old"
    done
}

build_locked() {
    local module=$1 app=$2 text=$3 started=$SECONDS
    # Another launcher may have built it while this one waited.
    [ ! -d "$app" ] || return 0
    # The lock's descriptor 9 stays here: what outlives this build must not hold it.
    maven -Pquick "-Dslipway.quick.target=$BUILD/target" -Dmaven.test.skip=true --projects "$module" --also-make package </dev/null >"$BUILD/build.log" 2>&1 9>&- &
    watch_progress $! "$text" build_stage || die "The build failed." "$(build_errors)" "The whole log: $BUILD/build.log"
    keep_build "$module" "$app"
    forget_old_builds "$module"
    [ $((SECONDS - started)) -le 1 ] || say "Built in $((SECONDS - started)) s"
}

# build TEXT MODULE OTHER_MODULES...: sets APP to the folder of an up-to-date build of MODULE.
build() {
    local text=$1 module=$2
    shift
    need_jdk
    APP=$BUILD/apps/$module-$(fingerprint "$@")
    [ -d "$APP" ] && return
    mkdir -p "$BUILD/apps" 2>/dev/null || true
    [ -w "$BUILD/apps" ] || die "$BUILD can't be written, and the sources have changed since the last build." \
        "Run ./slipway build as its owner, or set SLIPWAY_BUILD_DIR to a folder of your own."
    need_maven
    with_lock "$BUILD/lock" "Another ./slipway is building; waiting for it" build_locked "$module" "$APP" "$text"
}

build_daemon() {
    local text='Building Slipway'
    [ -d "$BUILD/apps" ] || text='Building Slipway for the first time (downloads its libraries)'
    build "$text" backend-daemon shared-model
    train_in_background
}

build_and_train() {
    build 'Building Slipway' backend-daemon shared-model
    train
}

build_desktop() {
    build 'Building the desktop' desktop-app shared-model
}
