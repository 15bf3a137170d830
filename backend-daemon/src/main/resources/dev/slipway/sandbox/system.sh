# system.sh, read by prepare.sh with $root and the tool directories as arguments: prints the name of the layer that has the root
# directory and /etc of every sandbox, and makes it unless it is there. As one layer it costs one mount at the start of a
# sandbox, where each file and directory by itself would cost one each. It is named by its content, so that sandboxes which
# stand on an older one are left alone when the host changes.
new=$root/layers/.system.$$
rm -rf "$new"
mkdir -p "$new/dev" "$new/etc" "$new/proc" "$new/run" "$new/usr" "$new/var"
ln -s ../tmp "$new/var/tmp"
for directory in bin sbin lib lib32 lib64 libx32; do
    if [ -L "/$directory" ]; then
        ln -s "usr/$directory" "$new/$directory"
    elif [ -d "/$directory" ]; then
        mkdir "$new/$directory"
    fi
done
for tool; do
    mkdir -p "$new$tool"
done
# keeper.sh mounts these from the host, so that they change with its /usr.
mkdir -p "$new/etc/ssl"
for path in /etc/alternatives /etc/ssl/certs; do
    [ ! -d "$path" ] || mkdir "$new$path"
done
for path in /etc/ssl/openssl.cnf /etc/ca-certificates /etc/pki/tls/certs \
    /etc/pki/ca-trust /etc/ld.so.cache /etc/ld.so.conf /etc/ld.so.conf.d /etc/localtime /etc/java-* /etc/maven \
    /etc/fonts /etc/mime.types /etc/protocols /etc/services; do
    [ -e "$path" ] || continue
    mkdir -p "$new${path%/*}"
    # What an ordinary user may not read is not for sandboxes either.
    cp -a -H "$path" "$new$path" 2>/dev/null || [ "$(id -u)" != 0 ]
done
cd "$new/etc"
printf '%s\n' 'root:x:0:0:root:/:/usr/sbin/nologin' 'agent:x:1000:1000:agent:/home/agent:/bin/sh' \
    'nobody:x:65534:65534:nobody:/:/usr/sbin/nologin' > passwd
printf '%s\n' 'root:x:0:' 'tty:x:5:' 'agent:x:1000:' 'nogroup:x:65534:' > group
printf '%s\n' '127.0.0.1 localhost sandbox' '::1 localhost sandbox' > hosts
printf '%s\n' 'passwd: files' 'group: files' 'shadow: files' 'hosts: files dns' 'networks: files' 'protocols: files' \
    'services: files' 'ethers: files' 'rpc: files' > nsswitch.conf
printf '%s\n' '# No network here.' > resolv.conf
ln -s ../usr/lib/os-release os-release
ln -s /proc/self/mounts mtab
cd "$new"
hash=$({ find . -printf '%P %M %l\n' | sort; find . -type f -readable -exec sha256sum {} + | sort; } | sha256sum | cut -c 1-16)
cd "$root/layers"
if [ -d "system-$hash" ]; then rm -rf "$new"; else mv "$new" "system-$hash"; fi
echo "system-$hash"
