package dev.slipway.egress;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;

/// Tells the addresses of the open internet from those that a name must not lead to unless they are listed themselves:
/// this computer, its neighbours, a cloud's metadata service.
final class OpenAddresses {
    /// IANA special-purpose address registries (RFC 6890 and its updates): what is not reachable globally.
    private static final List<Range> CLOSED = List.of(
            Range.of("0.0.0.0", 8),
            Range.of("10.0.0.0", 8),
            Range.of("100.64.0.0", 10),
            Range.of("127.0.0.0", 8),
            Range.of("169.254.0.0", 16),
            Range.of("172.16.0.0", 12),
            Range.of("192.0.0.0", 24),
            Range.of("192.0.2.0", 24),
            Range.of("192.88.99.0", 24),
            Range.of("192.168.0.0", 16),
            Range.of("198.18.0.0", 15),
            Range.of("198.51.100.0", 24),
            Range.of("203.0.113.0", 24),
            Range.of("224.0.0.0", 3));
    /// The rest of IPv6 is not given out (fc00::/7, fe80::/10 and ff00::/8 among it).
    private static final Range GIVEN_OUT = Range.of("2000::", 3);
    /// Teredo and other protocols, documentation; 6to4, as it carries any address of IPv4.
    private static final List<Range> CLOSED_OF_GIVEN_OUT =
            List.of(Range.of("2001::", 23), Range.of("2001:db8::", 32), Range.of("2002::", 16), Range.of("3fff::", 20));
    /// IPv4 behind a translator (RFC 6052): as open as what it stands for.
    private static final Range TRANSLATED = Range.of("64:ff9b::", 96);

    private OpenAddresses() {}

    static boolean contain(InetAddress address) {
        return switch (address) {
            case Inet4Address four -> CLOSED.stream().noneMatch(range -> range.contains(four)) && !isOwn(four);
            case Inet6Address six when TRANSLATED.contains(six) -> contain(lastFourBytes(six));
            case Inet6Address six ->
                GIVEN_OUT.contains(six)
                        && CLOSED_OF_GIVEN_OUT.stream().noneMatch(range -> range.contains(six))
                        && !isOwn(six);
            default -> false;
        };
    }

    private static boolean isOwn(InetAddress address) {
        try {
            return NetworkInterface.getByInetAddress(address) != null;
        } catch (SocketException e) {
            return true;
        }
    }

    private static InetAddress lastFourBytes(Inet6Address address) {
        try {
            return InetAddress.getByAddress(Arrays.copyOfRange(address.getAddress(), 12, 16));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four bytes are an address", e);
        }
    }

    @SuppressWarnings("ArrayRecordComponent") // nobody compares them
    private record Range(byte[] start, int bits) {
        static Range of(String start, int bits) {
            return new Range(InetAddress.ofLiteral(start).getAddress(), bits);
        }

        boolean contains(InetAddress address) {
            byte[] bytes = address.getAddress();
            if (bytes.length != start.length) {
                return false;
            }
            for (int bit = 0; bit < bits; bit++) {
                int mask = 0x80 >> (bit % 8);
                if ((bytes[bit / 8] & mask) != (start[bit / 8] & mask)) {
                    return false;
                }
            }
            return true;
        }
    }
}
