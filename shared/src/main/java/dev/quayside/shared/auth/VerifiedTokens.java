package dev.quayside.shared.auth;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Tokens that were verified a moment ago. A portal sends the same token with every call, and an RSA verification costs
 * as much as the rest of a simple request. An entry lives for a minute at most, so a withdrawn signing key is noticed.
 */
final class VerifiedTokens {

    private static final int MOST = 10_000;
    private static final Duration LIVE = Duration.ofMinutes(1);

    private record Entry(Caller caller, Instant until) {}

    private final Clock clock = Clock.systemUTC();

    private final Map<String, Entry> entries = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Entry> eldest) {
            return size() > MOST;
        }
    };

    synchronized Caller find(String token) {
        Entry entry = entries.get(token);
        return entry != null && clock.instant().isBefore(entry.until) ? entry.caller : null;
    }

    synchronized void remember(String token, Caller caller, Instant expiry) {
        Instant soon = clock.instant().plus(LIVE);
        entries.put(token, new Entry(caller, soon.isBefore(expiry) ? soon : expiry));
    }
}
