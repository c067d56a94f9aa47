package dev.quayside.notifications.recipient;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.quayside.notifications.content.Channel;
import dev.quayside.notifications.content.Kind;
import java.util.Arrays;
import java.util.List;

/**
 * Preferences as callers see them: every kind that can be chosen, chosen or not.
 *
 * @param quietHours absent for none
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record PreferencesView(List<Choice> events, Quiet quietHours) {

    record Choice(String event, List<Channel> channels) {}

    record Quiet(String from, String to, String timeZone) {}

    static PreferencesView of(Preferences preferences) {
        List<Choice> events = Arrays.stream(Kind.values())
                .filter(Kind::isChosen)
                .map(kind -> new Choice(kind.slug(), preferences.channels(kind)))
                .toList();
        Quiet quiet = preferences
                .quietHours()
                .map(hours -> new Quiet(
                        hours.from().toString(),
                        hours.to().toString(),
                        hours.zone().getId()))
                .orElse(null);
        return new PreferencesView(events, quiet);
    }
}
