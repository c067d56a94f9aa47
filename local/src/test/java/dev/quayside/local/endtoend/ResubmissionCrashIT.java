package dev.quayside.local.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quayside.local.PlatformProcess;
import dev.quayside.local.endtoend.Shop.Wish;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** kill -9 after somebody has had a dead letter sent again, and before it was sent: it is sent, once. */
class ResubmissionCrashIT {

    /** The relay takes a message out of the outbox before it sends it. */
    private static final String HOLD_BACK = """
            create function housekeeping.hold_back() returns trigger language plpgsql
                as 'begin raise exception ''held back by a test''; end';
            create trigger hold_back before delete on housekeeping.outbox
                for each row when (old.topic = 'orders-queue') execute function housekeeping.hold_back()
            """;

    @Test
    void what_was_to_be_sent_again_is_sent_once_after_the_process_died_in_between() throws SQLException {
        try (PlatformProcess platform = PlatformProcess.start()) {
            Shop shop = new Shop(platform);
            DeadLetters letters = new DeadLetters(platform);
            String customer = UUID.randomUUID().toString();
            String order = Wish.of("QS-1001").body().replaceFirst("\\{", "{\"customerId\":\"" + customer + "\",");
            letters.toQueue("orders-queue", DeadLetters.message(order.replace("\"EUR\"", "\"\"")));
            String letter = letters.await("customerId=" + customer, it -> true)
                    .path("id")
                    .asText();

            execute(platform, HOLD_BACK);
            assertThat(letters.resubmit(letter, order, "mended").statusCode()).isEqualTo(200);
            platform.kill();
            assertThat(shop.query("select topic from housekeeping.outbox where topic = 'orders-queue'"))
                    .hasSize(1);
            execute(platform, "drop function housekeeping.hold_back cascade");
            platform.restart();

            assertThat(letters.resubmit(letter, order, "mended").statusCode()).isEqualTo(200);
            shop.awaitQuery(
                    "select status from orders.orders join orders.order_states on order_id = id where customer_id = '"
                            + customer + "'",
                    "CONFIRMED");
            assertThat(shop.query("select state from housekeeping.dead_letters where id = '" + letter + "'"))
                    .containsExactly("RESUBMITTED");
        }
    }

    private static void execute(PlatformProcess platform, String sql) throws SQLException {
        try (Connection connection = platform.connect("quayside");
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
