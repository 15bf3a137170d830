# prepare.sh [install]: prints "missing PROGRAM" for each program that sandboxes use and this host lacks, then
# "command COMMAND" if its package manager is known; with "install" runs that command.
command -v apt-get >/dev/null && manager=apt
command -v dnf >/dev/null && manager=${manager:-dnf}
command -v apk >/dev/null && manager=${manager:-apk}
command -v zypper >/dev/null && manager=${manager:-zypper}
command -v pacman >/dev/null && manager=${manager:-pacman}
packages=
for program in bwrap setpriv nsenter unshare git rg perl tar; do
    command -v "$program" >/dev/null && continue
    echo "missing $program"
    case $program in
        bwrap) package=bubblewrap ;;
        setpriv | nsenter | unshare) package=util-linux ;;
        rg) package=ripgrep ;;
        perl) case ${manager-} in apt) package=perl-base ;; *) package=perl ;; esac ;;
        *) package=$program ;;
    esac
    case " $packages " in *" $package "*) ;; *) packages="$packages $package" ;; esac
done
[ -n "$packages" ] || exit 0
sudo=
[ "$(id -u)" = 0 ] || sudo="sudo "
case ${manager-} in
    apt) command="${sudo}apt-get install -y --no-install-recommends$packages" ;;
    dnf) command="${sudo}dnf install -y$packages" ;;
    apk) command="${sudo}apk add$packages" ;;
    zypper) command="${sudo}zypper --non-interactive install$packages" ;;
    pacman) command="${sudo}pacman -S --noconfirm$packages" ;;
    *) exit 0 ;;
esac
echo "command $command"
[ "${1-}" = install ] || exit 0
# Nobody is there to type a password.
[ -z "$sudo" ] || sudo -n true 2>/dev/null || { echo "sudo wants a password" >&2; exit 3; }
export DEBIAN_FRONTEND=noninteractive
[ "$manager" != apt ] || ${sudo}apt-get update -qq >&2 || true
$command >&2
