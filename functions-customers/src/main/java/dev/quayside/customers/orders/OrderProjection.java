package dev.quayside.customers.orders;

import dev.quayside.shared.data.Database;
import dev.quayside.shared.events.CloudEvent;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Keeps our copy of where orders stand. Its one statement may run any number of times, so it needs no inbox. */
public final class OrderProjection {

    private final Database database;
    private final Clock clock;

    public OrderProjection(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** @throws dev.quayside.shared.events.MalformedEventException if the event is none that we know */
    public void handle(CloudEvent event) {
        OrderNews news = OrderNews.of(event);
        database.withHandle(handle -> {
            OrderStore.apply(handle, news, at(event));
            return null;
        });
    }

    /** When it happened; now if the event does not say, or says what cannot be. */
    private Instant at(CloudEvent event) {
        Instant now = clock.instant();
        boolean isPlausible = event.time() != null
                && Duration.between(event.time(), now).abs().toDays() < 3_650;
        return isPlausible ? event.time() : now;
    }
}
