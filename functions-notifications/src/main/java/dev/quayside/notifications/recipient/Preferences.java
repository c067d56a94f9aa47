package dev.quayside.notifications.recipient;

import dev.quayside.notifications.content.Channel;
import dev.quayside.notifications.content.Kind;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where a customer wants to be told what, and when not.
 *
 * @param version goes up with every change; 0 for a customer who never chose
 * @param chosen by kind, the channels besides the app, to be tried in this order until one works
 */
public record Preferences(int version, Map<Kind, List<Channel>> chosen, Optional<QuietHours> quietHours) {

    /** Of somebody who never chose. */
    public static final Preferences NONE = new Preferences(0, Map.of(), Optional.empty());

    private static final List<Channel> USUAL = List.of(Channel.EMAIL, Channel.SMS);

    public Preferences {
        chosen = Map.copyOf(chosen);
    }

    /** The channels for a kind, first choice first: by e-mail, or else by text message, unless chosen otherwise. */
    public List<Channel> channels(Kind kind) {
        return kind.isChosen() ? chosen.getOrDefault(kind, USUAL) : USUAL;
    }

    /** The first moment from {@code now} on at which a channel besides the app may be used. */
    public Instant release(Instant now) {
        return quietHours.map(hours -> hours.release(now)).orElse(now);
    }
}
