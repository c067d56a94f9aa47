package dev.quayside.shared.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads {@code X-Forwarded-For}: each proxy adds, on the right, whom it was called by. What stands left of the entries of
 * our own proxies is whatever the caller has written there, and is never looked at.
 */
final class ForwardedFor {

    private static final Pattern IPV4 =
            Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})(?::\\d{1,5})?");
    private static final Pattern IPV6 =
            Pattern.compile("\\[([0-9A-Fa-f:.]{2,45})](?::\\d{1,5})?|([0-9A-Fa-f:.]{2,45})");

    private ForwardedFor() {}

    /**
     * Whom the outermost of our proxies was called by, without a port.
     *
     * @param header all of it, in one line
     * @param trustedProxies how many proxies of ours have added an entry
     * @return empty if there are fewer entries, or that one is no address: better none than a wrong one
     */
    static Optional<String> caller(String header, int trustedProxies) {
        String[] entries = header.split(",", -1);
        return trustedProxies < 1 || trustedProxies > entries.length
                ? Optional.empty()
                : address(entries[entries.length - trustedProxies].strip());
    }

    private static Optional<String> address(String entry) {
        Matcher ipv4 = IPV4.matcher(entry);
        if (ipv4.matches()) {
            return ipv4(ipv4);
        }
        Matcher ipv6 = IPV6.matcher(entry);
        return ipv6.matches() ? ipv6(ipv6.group(1) == null ? ipv6.group(2) : ipv6.group(1)) : Optional.empty();
    }

    private static Optional<String> ipv4(Matcher address) {
        for (int part = 1; part <= 4; part++) {
            if (Integer.parseInt(address.group(part)) > 255) {
                return Optional.empty();
            }
        }
        return Optional.of(address.group().split(":", 2)[0]);
    }

    private static Optional<String> ipv6(String address) {
        if (address.indexOf(':') < 0) {
            return Optional.empty();
        }
        try {
            // With a colon in it this is read as a literal, and never asked of the name server.
            InetAddress.getByName(address);
            return Optional.of(address);
        } catch (UnknownHostException notAnAddress) {
            return Optional.empty();
        }
    }
}
