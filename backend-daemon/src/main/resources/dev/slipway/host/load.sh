# load.sh ROOT: prints how busy this host is, one "name value" a line. Memory and disk are in KiB.
echo "processors $(getconf _NPROCESSORS_ONLN)"
{ read -r load rest < /proc/loadavg && echo "load $load"; } 2>/dev/null
while read -r name value rest; do
    case $name in
        MemTotal:) echo "memory $value" ;;
        MemAvailable:) echo "memory.free $value" ;;
    esac
done < /proc/meminfo
df -Pk "$1" | { read -r rest && read -r device size used free rest && echo "disk $size" && echo "disk.free $free"; }
