# storage.sh, read by others with $root set: how this host keeps layers and the changes of sandboxes, as prepare.sh chose once.
#
#            a layer is                          the changes of a sandbox are            sealing is
#   overlay  a directory with what changed       a directory on top of an overlay        a rename
#   btrfs    a read-only subvolume, a whole tree a writable snapshot of its newest layer  a snapshot
#
# On btrfs, files lie in the directory "files" of a subvolume, as the kernel wants the working directory of an overlay in the
# same one; below such an overlay is only the system.
#
# The other scripts say what they want done by these, directories being relative to where they are:
#   $inner                        where in a layer its files are: nothing, or /files
#   writes BOX                    sets $upper and $work, where a sandbox and the kernel write
#   new_tree DIRECTORY            an empty tree that is to be a layer
#   finish_tree DIRECTORY         it is complete, and has its name
#   new_changes DIRECTORY LAYER [MORE...]   where a sandbox that stands on LAYER will write; and more directories
#   seal_changes DIRECTORY LAYER  makes LAYER of what was written; if DIRECTORY is gone then, new_changes makes the next one
#   discard LAYER                 nobody sees it any more; "remove" deletes what is left of it in the trash
#   remove DIRECTORY...           deletes trees and what has trees in it
storage=overlay
[ ! -f "$root/storage" ] || read -r storage < "$root/storage"

remove_files() { rm -rf "$@" 2>/dev/null || unshare -U -r rm -rf "$@"; }

case $storage in
    btrfs)
        inner=/files
        writes() { upper=$1/upper/files work=$1/upper/work.$$; }
        new_tree() { btrfs subvolume create "$1" > /dev/null && mkdir "$1/files"; }
        finish_tree() { btrfs property set -ts "$1" ro true; }
        new_changes() {
            changes=$1 newest=$2
            shift 2
            mkdir -p "${changes%/*}"
            btrfs subvolume snapshot "$newest" "$changes" > /dev/null
            mkdir -p "$@"
        }
        seal_changes() { btrfs subvolume snapshot -r "$1" "$2" > /dev/null; }
        # One that is read-only can't be moved elsewhere.
        discard() {
            btrfs subvolume delete "$1" || {
                btrfs property set -ts "$1" ro false
                mv "$1" "../trash/layer-$1"
            }
        } > /dev/null 2>&1
        remove() {
            for tree; do
                for volume in "$tree" "$tree/upper" "$tree/tree"; do
                    [ -d "$volume" ] || continue
                    # An ordinary user may delete one as a directory only, once it can be written to.
                    btrfs subvolume delete "$volume" || btrfs property set -ts "$volume" ro false || :
                done > /dev/null 2>&1
                [ ! -e "$tree" ] || remove_files "$tree"
            done
        }
        ;;
    *)
        inner=
        writes() { upper=$1/upper work=$1/work.$$; }
        new_tree() { mkdir "$1"; }
        finish_tree() { :; }
        new_changes() {
            changes=$1
            shift 2
            mkdir -p "$changes" "$@"
        }
        seal_changes() { mv "$1" "$2"; }
        discard() { mv "$1" "../trash/layer-$1" 2>/dev/null; }
        remove() { remove_files "$@"; }
        ;;
esac
