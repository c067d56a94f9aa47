package dev.quayside.shared.testing;

import dev.quayside.shared.contracts.AuditEvents.AccessRecorded;
import dev.quayside.shared.events.CloudEvent;
import java.util.List;

/** What an app has to tell the audit of who did what; it waits in the outbox of an app whose relay stands still. */
public final class TestTrail {

    private TestTrail() {}

    /** All that waits, oldest first. */
    public static List<AccessRecorded> of(TestDatabase database) {
        return database
                .admin()
                .withHandle(
                        handle -> handle.createQuery("""
                        select payload from outbox where topic = 'audit-events' order by seq
                        """).mapTo(String.class).list())
                .stream()
                .map(payload -> CloudEvent.parse(payload).data(AccessRecorded.class))
                .toList();
    }

    /** Does the work while nothing can be recorded. */
    public static void unwritable(TestDatabase database, Runnable work) {
        database.admin().useHandle(handle -> handle.execute("""
                        alter table outbox add constraint no_trail check (topic <> 'audit-events') not valid
                        """));
        try {
            work.run();
        } finally {
            database.admin().useHandle(handle -> handle.execute("alter table outbox drop constraint no_trail"));
        }
    }
}
