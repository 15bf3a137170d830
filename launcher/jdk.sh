# shellcheck shell=bash
# Finds a JDK that is new enough, whatever `java` on the PATH is.

readonly JDK_WANTED=25

# The major version of the JDK in folder $1, from its `release` file; nothing if that is no JDK (a JRE has no compiler).
jdk_version() {
    local line
    [ -x "$1/bin/javac" ] && [ -x "$1/bin/java" ] && [ -r "$1/release" ] || return 0
    while IFS= read -r line; do
        case $line in
            JAVA_VERSION=*)
                line=${line#JAVA_VERSION=\"}
                line=${line%%[!0-9]*}
                printf '%s' "$line"
                return 0
                ;;
        esac
    done <"$1/release"
}

jdk_is_usable() {
    local version
    version=$(jdk_version "$1")
    [ -n "$version" ] && [ "$version" -ge $JDK_WANTED ]
}

# Folders in which JDKs usually stand, one a line. SLIPWAY_JDK_DIRS (separated by colons) replaces them.
jdk_candidates() {
    local places place jdk
    if [ -n "${SLIPWAY_JDK_DIRS+set}" ]; then
        IFS=: read -r -a places <<<"$SLIPWAY_JDK_DIRS"
    else
        places=(/usr/lib/jvm /usr/java /opt /opt/java /usr/local /usr/lib64/jvm
            "${HOME:-/nonexistent}/.sdkman/candidates/java" "${HOME:-/nonexistent}/.jdks"
            "${HOME:-/nonexistent}/.asdf/installs/java" "${HOME:-/nonexistent}/.local/share/mise/installs/java"
            "${HOME:-/nonexistent}/Library/Java/JavaVirtualMachines" /Library/Java/JavaVirtualMachines)
        if [ -x /usr/libexec/java_home ]; then
            /usr/libexec/java_home -v "$JDK_WANTED+" 2>/dev/null || true
        fi
        for place in /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk /usr/local/opt/openjdk*/libexec/openjdk.jdk; do
            printf '%s\n' "$place/Contents/Home"
        done
    fi
    for place in ${places[@]+"${places[@]}"}; do
        for jdk in "$place"/* "$place"/*/Contents/Home; do
            [ ! -d "$jdk/bin" ] || printf '%s\n' "$jdk"
        done
    done
}

# Prints the folder of a usable JDK, the oldest that is new enough among the usual places; fails if there is none.
find_jdk() {
    local java candidate version best='' best_version=9999
    if [ -n "${SLIPWAY_JAVA_HOME:-}" ]; then
        jdk_is_usable "$SLIPWAY_JAVA_HOME" || die \
            "SLIPWAY_JAVA_HOME is $SLIPWAY_JAVA_HOME, which is not a JDK $JDK_WANTED or newer." \
            "Correct it, or unset it to have Slipway look for one."
        printf '%s' "$SLIPWAY_JAVA_HOME"
        return
    fi
    if [ -n "${JAVA_HOME:-}" ] && jdk_is_usable "$JAVA_HOME"; then
        printf '%s' "$JAVA_HOME"
        return
    fi
    if [ -z "${SLIPWAY_JDK_DIRS+set}" ] && java=$(command -v javac 2>/dev/null); then
        java=$(readlink -f "$java" 2>/dev/null || printf '%s' "$java")
        candidate=${java%/bin/javac}
        if jdk_is_usable "$candidate"; then
            printf '%s' "$candidate"
            return
        fi
    fi
    while IFS= read -r candidate; do
        version=$(jdk_version "$candidate")
        if [ -n "$version" ] && [ "$version" -ge $JDK_WANTED ] && [ "$version" -lt "$best_version" ]; then
            best=$candidate best_version=$version
        fi
    done < <(jdk_candidates)
    [ -n "$best" ] || return 1
    printf '%s' "$best"
}

# Sets JAVA_HOME, or says how to get a JDK and ends.
need_jdk() {
    local found
    found=$(find_jdk) || {
        # SLIPWAY_JAVA_HOME was wrong: that has been said.
        [ -z "${SLIPWAY_JAVA_HOME:-}" ] || exit 1
        die "Slipway needs a JDK $JDK_WANTED or newer, and none was found." \
            "Looked at JAVA_HOME, the PATH and the usual places${SLIPWAY_JDK_DIRS+ (SLIPWAY_JDK_DIRS: $SLIPWAY_JDK_DIRS)}." \
            "To get one: $(jdk_remedy)" \
            "If it is somewhere else: SLIPWAY_JAVA_HOME=/path/to/jdk ./slipway ..."
    }
    export JAVA_HOME=$found
}
