package dev.quayside.notifications.recipient;

import dev.quayside.notifications.content.Channel;
import dev.quayside.notifications.content.Kind;
import dev.quayside.shared.http.Check;
import dev.quayside.shared.http.Validated;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a customer chooses; it replaces all that was chosen before.
 *
 * @param events kinds that are left out are told the usual way
 * @param quietHours null for none
 */
record PreferencesRequest(List<Choice> events, Quiet quietHours) implements Validated {

    @Override
    public void validate(Check check) {
        check.each(events, "events", 0, Kind.values().length, (choice, at) -> choice.validate(at));
        if (events != null) {
            Set<String> seen = new HashSet<>();
            for (int i = 0; i < Math.min(events.size(), Kind.values().length); i++) {
                boolean isNew = events.get(i) == null || seen.add(events.get(i).event);
                check.that(isNew, "events/" + i + "/event", "must not be there twice");
            }
        }
        if (quietHours != null) {
            check.nested(quietHours, "quietHours");
        }
    }

    /** The channels for one kind, first choice first; none for the app alone. */
    record Choice(String event, List<String> channels) implements Validated {

        private static final Set<String> CHANNELS = Set.of(Channel.EMAIL.name(), Channel.SMS.name());

        @Override
        public void validate(Check check) {
            if (check.present(event, "event")) {
                check.that(
                        Kind.named(event).filter(Kind::isChosen).isPresent(),
                        "event",
                        "must be a kind of notification that can be chosen");
            }
            check.each(channels, "channels", 0, CHANNELS.size(), (channel, at) -> {});
            if (channels != null && channels.size() <= CHANNELS.size()) {
                for (int i = 0; i < channels.size(); i++) {
                    boolean isKnown = channels.get(i) == null || CHANNELS.contains(channels.get(i));
                    check.that(isKnown, "channels/" + i, "must be EMAIL or SMS");
                }
                check.that(Set.copyOf(nonNull()).size() == nonNull().size(), "channels", "must be different");
            }
        }

        private List<String> nonNull() {
            return channels.stream().filter(channel -> channel != null).toList();
        }
    }

    /**
     * Times by the clock of the time zone.
     *
     * @param timeZone null for that of the profile
     */
    record Quiet(String from, String to, String timeZone) implements Validated {

        private static final Pattern TIME = Pattern.compile("([01]\\d|2[0-3]):[0-5]\\d");

        @Override
        public void validate(Check check) {
            time(check, from, "from");
            time(check, to, "to");
            check.that(from == null || !from.equals(to), "to", "must differ from the beginning");
            check.that(
                    timeZone == null || ZoneId.getAvailableZoneIds().contains(timeZone),
                    "timeZone",
                    "must be a time zone such as Europe/Berlin");
        }

        private static void time(Check check, String time, String field) {
            if (check.present(time, field)) {
                check.that(TIME.matcher(time).matches(), field, "must be a time such as 22:00");
            }
        }
    }

    /** @param profileZone for quiet hours that name no time zone */
    Preferences preferences(int version, ZoneId profileZone) {
        Map<Kind, List<Channel>> chosen = new EnumMap<>(Kind.class);
        for (Choice choice : events) {
            Kind kind = Kind.named(choice.event).orElseThrow();
            chosen.put(kind, choice.channels.stream().map(Channel::valueOf).toList());
        }
        Optional<QuietHours> quiet = Optional.ofNullable(quietHours)
                .map(q -> new QuietHours(
                        LocalTime.parse(q.from),
                        LocalTime.parse(q.to),
                        q.timeZone == null ? profileZone : ZoneId.of(q.timeZone)));
        return new Preferences(version, chosen, quiet);
    }
}
