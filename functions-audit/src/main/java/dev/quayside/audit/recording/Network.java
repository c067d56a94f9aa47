package dev.quayside.audit.recording;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The network of an IP address: enough to see where from, too little to see who. */
public final class Network {

    private static final Pattern IPV4 =
            Pattern.compile("(?:::ffff:)?(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})");
    private static final Pattern IPV4_AND_PORT = Pattern.compile("([\\d.]+):\\d+");
    private static final Pattern IPV6_IN_BRACKETS = Pattern.compile("\\[([^]]*)](?::\\d+)?");
    private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:]*:[0-9a-fA-F:.]*");

    private Network() {}

    /**
     * The /24 of an IPv4 address or the /48 of an IPv6 address.
     *
     * @param address alone or with a port; null for none
     * @return null if there is no address in it
     */
    public static String of(String address) {
        if (address == null) {
            return null;
        }
        String bare =
                inside(IPV6_IN_BRACKETS, inside(IPV4_AND_PORT, address.strip())).split("%", 2)[0];
        Matcher ipv4 = IPV4.matcher(bare);
        return ipv4.matches() ? network(ipv4) : network(bare);
    }

    private static String inside(Pattern wrapping, String text) {
        Matcher matcher = wrapping.matcher(text);
        return matcher.matches() ? matcher.group(1) : text;
    }

    private static String network(Matcher ipv4) {
        for (int i = 1; i <= 4; i++) {
            if (Integer.parseInt(ipv4.group(i)) > 255) {
                return null;
            }
        }
        return ipv4.group(1) + '.' + ipv4.group(2) + '.' + ipv4.group(3) + ".0/24";
    }

    private static String network(String ipv6) {
        // Checked first: what is no literal would be asked of the name server.
        if (!IPV6.matcher(ipv6).matches()) {
            return null;
        }
        try {
            byte[] bytes = InetAddress.getByName(ipv6).getAddress();
            return bytes.length == 16
                    ? String.format("%x:%x:%x::/48", group(bytes, 0), group(bytes, 2), group(bytes, 4))
                    : null;
        } catch (UnknownHostException notAnAddress) {
            return null;
        }
    }

    private static int group(byte[] bytes, int index) {
        return ((bytes[index] & 0xff) << 8) | (bytes[index + 1] & 0xff);
    }
}
