# shellcheck shell=bash
# System packages: their names here, the command that installs them, and installing them where that asks nobody anything.

package_manager() {
    local manager
    for manager in apt-get dnf pacman zypper apk brew; do
        if command -v "$manager" >/dev/null 2>&1; then
            printf '%s' "$manager"
            return
        fi
    done
}

# The name of package $1 (Debian's) for manager $2.
package_name() {
    case $2:$1 in
        dnf:uidmap | zypper:uidmap | pacman:uidmap | apk:uidmap) printf 'shadow' ;;
        pacman:openssh-server | zypper:openssh-server | apk:openssh-server) printf 'openssh' ;;
        dnf:procps | pacman:procps | apk:procps) printf 'procps-ng' ;;
        brew:nodejs | brew:npm) printf 'node' ;;
        *) printf '%s' "$1" ;;
    esac
}

# The one command that installs the packages given.
install_command() {
    local manager sudo='' package names=''
    manager=$(package_manager)
    [ "$(id -u)" = 0 ] || [ "$manager" = brew ] || sudo='sudo '
    for package; do
        names="$names $(package_name "$package" "$manager")"
    done
    case $manager in
        apt-get) printf '%sapt-get install -y%s' "$sudo" "$names" ;;
        dnf) printf '%sdnf install -y%s' "$sudo" "$names" ;;
        pacman) printf '%spacman -S --noconfirm%s' "$sudo" "$names" ;;
        zypper) printf '%szypper install -y%s' "$sudo" "$names" ;;
        apk) printf '%sapk add%s' "$sudo" "$names" ;;
        brew) printf 'brew install%s' "$names" ;;
        *) printf 'install%s with the package manager of this system' "$names" ;;
    esac
}

# A package of a JDK that apt knows here, if any.
apt_jdk_package() {
    local package
    command -v apt-cache >/dev/null 2>&1 || return 1
    for package in openjdk-$JDK_WANTED-jdk-headless temurin-$JDK_WANTED-jdk; do
        if apt-cache show "$package" >/dev/null 2>&1; then
            printf '%s' "$package"
            return
        fi
    done
    return 1
}

jdk_remedy() {
    local package
    case $(package_manager) in
        apt-get)
            if package=$(apt_jdk_package); then
                install_command "$package"
                return
            fi
            ;;
        dnf)
            install_command "java-$JDK_WANTED-openjdk-devel"
            return
            ;;
        pacman)
            install_command "jdk$JDK_WANTED-openjdk"
            return
            ;;
        brew)
            install_command "openjdk@$JDK_WANTED"
            return
            ;;
    esac
    printf 'unpack Eclipse Temurin %s (https://adoptium.net) below /opt' "$JDK_WANTED"
}

# The program by which the presence of a package is known.
package_program() {
    case $1 in
        bubblewrap) printf 'bwrap' ;;
        dbus) printf 'dbus-daemon' ;;
        ripgrep) printf 'rg' ;;
        nodejs) printf 'node' ;;
        openssh-server) printf 'sshd' ;;
        procps) printf 'ps' ;;
        tigervnc-standalone-server) printf 'Xtigervnc' ;;
        btrfs-progs) printf 'mkfs.btrfs' ;;
        x11-apps) printf 'xclock' ;;
        x11-utils) printf 'xev' ;;
        x11-xkb-utils) printf 'setxkbmap' ;;
        imagemagick) printf 'import' ;;
        uidmap) printf 'newuidmap' ;;
        maven) printf 'mvn' ;;
        *) printf '%s' "$1" ;;
    esac
}

package_is_there() {
    local program
    program=$(package_program "$1")
    command -v "$program" >/dev/null 2>&1 || [ -x "/usr/sbin/$program" ]
}

# May packages be installed without asking anyone? With apt-get only, as root or with a sudo that wants no password.
may_install() {
    [ "${SLIPWAY_NO_INSTALL:-}" != 1 ] && command -v apt-get >/dev/null 2>&1 || return 1
    [ "$(id -u)" = 0 ] || sudo -n true 2>/dev/null
}

# Installs with apt-get; the log stays in $BUILD/install.log.
apt_install() {
    local sudo=()
    [ "$(id -u)" = 0 ] || sudo=(sudo -n)
    export DEBIAN_FRONTEND=noninteractive
    ${sudo[@]+"${sudo[@]}"} apt-get install -y --no-install-recommends "$@" </dev/null ||
        { ${sudo[@]+"${sudo[@]}"} apt-get update </dev/null &&
            ${sudo[@]+"${sudo[@]}"} apt-get install -y --no-install-recommends "$@" </dev/null; }
}

# ensure_packages PACKAGE...: installs those that are missing if it may, and else says by which command to get them. Does not
# end the launcher: what can't go on without one of them says so itself.
ensure_packages() {
    local package missing=()
    for package; do
        package_is_there "$package" || missing+=("$package")
    done
    [ ${#missing[@]} -gt 0 ] || return 0
    if ! may_install; then
        say "${YELLOW}Missing: ${missing[*]}.${PLAIN} To get them: ${BOLD}$(install_command "${missing[@]}")${PLAIN}"
        return 0
    fi
    say "Installing ${missing[*]} with apt-get, as Slipway needs them (SLIPWAY_NO_INSTALL=1 prevents that)"
    mkdir -p "$BUILD"
    apt_install "${missing[@]}" >"$BUILD/install.log" 2>&1 &
    watch_progress $! "apt-get is at work" || {
        say "${YELLOW}That failed.${PLAIN} The log: $BUILD/install.log. By hand: ${BOLD}$(install_command "${missing[@]}")${PLAIN}"
    }
}

# Whether the loader finds library $1; known on Linux only.
library_is_there() {
    local ldconfig
    ldconfig=$(command -v ldconfig || printf /sbin/ldconfig)
    [ -x "$ldconfig" ] || return 0
    "$ldconfig" -p 2>/dev/null | grep -q "$1"
}

# A display and what JavaFX draws with on it: a window can't do without either.
need_display() {
    [ "$(uname)" = Linux ] || return 0
    [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ] || die "There is no display here to open a window on." \
        "Run ./slipway desktop where you sit: it connects to this computer's daemon by its address. Or use ./slipway run and its like."
    library_is_there libgtk-3.so.0 && library_is_there libGL.so.1 && return
    if may_install; then
        say "Installing GTK 3 and OpenGL with apt-get, as the window is drawn with them (SLIPWAY_NO_INSTALL=1 prevents that)"
        mkdir -p "$BUILD"
        apt_install libgtk-3-0 libgl1 >"$BUILD/install.log" 2>&1 &
        watch_progress $! "apt-get is at work" || true
    fi
    library_is_there libgtk-3.so.0 || die "The window is drawn with GTK 3, which this computer lacks." \
        "To get it: $(install_command "$(gtk_package)")"
}

gtk_package() {
    case $(package_manager) in
        apt-get) printf libgtk-3-0 ;;
        apk) printf 'gtk+3.0' ;;
        *) printf gtk3 ;;
    esac
}

need_maven() {
    package_is_there maven || ! may_install || ensure_packages maven
    package_is_there maven || die "Slipway is built and tested by Maven, which is missing." "To get it: $(install_command maven)"
}
