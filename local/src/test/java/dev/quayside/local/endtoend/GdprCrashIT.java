package dev.quayside.local.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quayside.local.PlatformProcess;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * kill -9 in the middle of an export and of an erasure: they go on where they were. Each app's own tests try every
 * statement; what died with a lock on a message here gets it back after a minute.
 */
class GdprCrashIT {

    /** Some parts are there, or the file already, after which the parts go. */
    private static final String PARTS_OR_FILE =
            "select count(*) >= 3 or exists (select from customers.exports where state <> 'COLLECTING')"
                    + " from customers.export_parts";

    @Test
    void a_killed_platform_goes_on_with_exports_and_erasures() throws Exception {
        try (PlatformProcess platform = PlatformProcess.start()) {
            Shop shop = new Shop(platform);
            Person alice = Person.alice(shop);
            PersonalData data = new PersonalData(shop, alice);
            alice.register();
            UUID order = alice.order("tok_ok");
            alice.receive(order);

            String export = data.requestExport();
            killOnce(platform, shop, PARTS_OR_FILE);
            Map<String, String> files = PersonalData.files(data.awaitLink(export));
            assertThat(files).hasSize(8);
            assertThat(files.get("orders.json")).contains(order.toString());

            data.requestErasure();
            killAndRestart(platform);
            killOnce(platform, shop, done(3));
            data.awaitErasure("COMPLETED");

            assertThat(new PersonalTraces(shop, alice.words()).unexplained()).isEmpty();
            assertThat(shop.one("select count(*) from housekeeping.erasures")).isEqualTo("1");
            assertThat(shop.look("admin", "/api/v1/audit/verify").path("intact").asBoolean())
                    .isTrue();
        }
    }

    /** So many apps are done, or the erasure is over. */
    private static String done(int apps) {
        return "select count(*) >= " + apps + " from housekeeping.erasure_parts where outcome = 'DONE'";
    }

    private static void killOnce(PlatformProcess platform, Shop shop, String condition) {
        Awaitility.await(condition)
                .atMost(Duration.ofMinutes(4))
                .pollInterval(Duration.ofMillis(5))
                .until(() -> shop.one(condition).equals("t"));
        killAndRestart(platform);
    }

    private static void killAndRestart(PlatformProcess platform) {
        platform.kill();
        platform.restart();
    }
}
