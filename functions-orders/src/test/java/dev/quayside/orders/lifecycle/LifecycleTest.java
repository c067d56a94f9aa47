package dev.quayside.orders.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quayside.orders.order.OrderStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class LifecycleTest {

    /** What every signal does to every status: the target, {@code again} for telling the end again, or nothing. */
    private static final String TABLE = """
            signal              PLACED    RESERVED  PAID      CONFIRMED SHIPPED   DELIVERED REJECTED CANCELLED
            STOCK_RESERVED      RESERVED  -         -         -         -         -         again    again
            STOCK_REJECTED      REJECTED  REJECTED  REJECTED  REJECTED  -         -         -        -
            RESERVATION_EXPIRED REJECTED  REJECTED  -         -         -         -         -        -
            PAYMENT_CAPTURED    -         PAID      -         -         -         -         again    again
            PAYMENT_DECLINED    -         REJECTED  -         -         -         -         -        -
            SHIPMENT_BOOKED     -         -         CONFIRMED -         -         -         -        -
            SHIPMENT_IMPOSSIBLE -         -         REJECTED  -         -         -         -        -
            DEADLINE_PASSED     REJECTED  REJECTED  REJECTED  -         -         -         -        -
            CANCEL_ASKED        CANCELLED CANCELLED CANCELLED CANCELLED -         -         -        -
            SHIP_ASKED          -         -         -         SHIPPED   -         -         -        -
            DELIVERY_TOLD       -         -         -         -         DELIVERED -         -        -
            """;

    @Test
    void every_signal_does_to_every_status_what_the_table_says() {
        List<String> rows = TABLE.lines().toList();
        assertThat(rows).hasSize(Signal.values().length + 1);
        String[] statuses = rows.get(0).split(" +", -1);
        assertThat(statuses).hasSize(OrderStatus.values().length + 1);
        for (String row : rows.subList(1, rows.size())) {
            String[] cells = row.split(" +", -1);
            Signal signal = Signal.valueOf(cells[0]);
            for (int i = 1; i < cells.length; i++) {
                OrderStatus status = OrderStatus.valueOf(statuses[i]);
                assertThat(outcome(Lifecycle.decide(status, signal)))
                        .as("%s in %s", signal, status)
                        .isEqualTo(cells[i]);
            }
        }
    }

    private static String outcome(Decision decision) {
        if (decision instanceof Decision.Move move) {
            return move.transition().to().name();
        }
        return decision instanceof Decision.TellAgain ? "again" : "-";
    }

    @Test
    void a_signal_means_one_thing_for_a_status() {
        Set<String> edges = Lifecycle.TRANSITIONS.stream()
                .map(edge -> edge.from() + " " + edge.on())
                .collect(Collectors.toSet());
        assertThat(edges).hasSameSizeAs(Lifecycle.TRANSITIONS);
    }

    @Test
    void every_rejection_has_a_reason() {
        assertThat(Lifecycle.TRANSITIONS)
                .allMatch(edge ->
                        (edge.to() == OrderStatus.REJECTED) == (edge.on().rejectionReason() != null));
    }

    @Test
    void every_status_can_be_reached_and_every_open_one_ends_at_the_deadline() {
        EnumSet<OrderStatus> reached = EnumSet.of(OrderStatus.PLACED);
        Lifecycle.TRANSITIONS.forEach(edge -> reached.add(edge.to()));
        assertThat(reached).containsExactly(OrderStatus.values());
        for (OrderStatus open : OrderStatus.OPEN) {
            assertThat(outcome(Lifecycle.decide(open, Signal.DEADLINE_PASSED))).isEqualTo("REJECTED");
        }
    }

    /** Run with {@code -Dreadme.write=true} after changing the life cycle. */
    @Test
    void the_readme_shows_the_life_cycle() throws IOException {
        Path readme = Path.of("README.md");
        String text = Files.readString(readme);
        String begin = "<!-- life cycle: rendered by LifecycleTest -->\n";
        String end = "<!-- end of life cycle -->";
        String current =
                text.substring(0, text.indexOf(begin) + begin.length()) + graph() + text.substring(text.indexOf(end));
        if (Boolean.getBoolean("readme.write")) {
            Files.writeString(readme, current);
        }
        assertThat(Files.readString(readme)).isEqualTo(current);
    }

    private static String graph() {
        List<String> lines = new ArrayList<>();
        lines.add("```mermaid");
        lines.add("stateDiagram-v2");
        lines.add("    [*] --> PLACED: order.placed");
        Lifecycle.TRANSITIONS.forEach(
                edge -> lines.add("    " + edge.from() + " --> " + edge.to() + ": " + words(edge)));
        lines.add("```");
        lines.add("");
        lines.add("| from | on | to | by | event |");
        lines.add("|---|---|---|---|---|");
        Lifecycle.TRANSITIONS.forEach(edge -> lines.add("| " + edge.from() + " | " + words(edge) + " | " + edge.to()
                + " | " + edge.who() + " | `" + edge.event() + "` |"));
        return String.join("\n", lines) + "\n";
    }

    private static String words(Transition edge) {
        return edge.on().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
