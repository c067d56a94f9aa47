package dev.quayside.shared.auth;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Tokens that were verified a moment ago. A portal sends the same token with every call, and an RSA verification costs
 * as much as the rest of a simple request. Each is remembered for a minute at most, so a withdrawn signing key is noticed.
 */
final class VerifiedTokens {

    private static final int MOST = 10_000;
    private static final Duration LIVE = Duration.ofMinutes(1);

    private record Verified(Caller caller, Instant until) {}

    private final Clock clock = Clock.systemUTC();

    private final Map<String, Verified> tokens = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Verified> eldest) {
            return size() > MOST;
        }
    };

    synchronized Caller find(String token) {
        Verified known = tokens.get(token);
        return known != null && clock.instant().isBefore(known.until) ? known.caller : null;
    }

    synchronized void remember(String token, Caller caller, Instant expiry) {
        Instant soon = clock.instant().plus(LIVE);
        tokens.put(token, new Verified(caller, soon.isBefore(expiry) ? soon : expiry));
    }
}
