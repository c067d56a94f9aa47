package dev.quayside.housekeeping;

import static dev.quayside.housekeeping.HousekeepingWorld.PLACED;
import static dev.quayside.housekeeping.HousekeepingWorld.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.azure.functions.HttpResponseMessage;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Dead letters of one kind are sent again together. */
class DecidingOfKindsTest {

    private static HousekeepingWorld world;

    @BeforeAll
    static void open() {
        world = new HousekeepingWorld();
    }

    @AfterAll
    static void close() {
        world.close();
    }

    @BeforeEach
    void clear() {
        world.clear();
    }

    @Test
    void all_of_a_kind_are_sent_again_batch_by_batch_and_no_others() {
        for (int i = 0; i < 5; i++) {
            world.deliver(world.death());
        }
        world.deliver(world.death().in("order-events/Subscriptions/payments"));
        world.deliver(world.death().with("{\"type\":\"other\"}"));
        world.deliver(world.death().of(new byte[] {(byte) 0xff}));
        world.deliver(world.death().at(Instant.now().minus(Duration.ofDays(14))));
        String kind = "{\"source\":\"order-events/catalog\",\"type\":\"" + PLACED + "\",\"limit\":3}";

        assertThat(world.resubmitKind(kind).getBody()).isEqualTo("{\"resubmitted\":3,\"more\":true}");
        assertThat(world.resubmitKind(kind).getBody()).isEqualTo("{\"resubmitted\":2,\"more\":false}");
        assertThat(world.resubmitKind(kind).getBody()).isEqualTo("{\"resubmitted\":0,\"more\":false}");
        assertThat(world.waiting("order-events")).hasSize(5);
        assertThat(world.waiting("audit-events")).hasSize(5);
        assertThat(world.list("state", "OPEN").path("items")).hasSize(4);
    }

    @Test
    void orders_of_the_queue_are_a_kind_without_type() {
        world.deliver(world.death().in("orders-queue").with("{}"));

        assertThat(world.resubmitKind("{\"source\":\"orders-queue\"}").getBody())
                .isEqualTo("{\"resubmitted\":1,\"more\":false}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | /source",
                "{\"source\":\"nowhere/x\"} | /source",
                "{\"source\":\"order-events\"} | /source",
                "{\"source\":\"orders-queue\",\"type\":\" \"} | /type",
                "{\"source\":\"orders-queue\",\"limit\":0} | /limit",
                "{\"source\":\"orders-queue\",\"limit\":201} | /limit",
                "{\"source\":\"orders-queue\",\"reason\":\"\"} | /reason",
                "{\"source\":\"orders-queue\",\"all\":true} | /all"
            })
    void a_kind_that_makes_no_sense_is_pointed_at(String body, String pointer) {
        HttpResponseMessage answer = world.resubmitKind(body);

        assertThat(answer.getStatusCode()).isEqualTo(422);
        assertThat(json(answer).at("/errors/0/pointer").asText()).isEqualTo(pointer);
    }
}
