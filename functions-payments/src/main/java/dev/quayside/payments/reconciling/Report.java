package dev.quayside.payments.reconciling;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.quayside.payments.gateway.GatewayCharge;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What comparing a span of time found.
 *
 * @param from start of what was compared: later than asked for if there is a next page
 * @param to its end, exclusive
 * @param totals by currency, captured by our journal and by the gateway. They may differ by what was captured there
 *     just before the span's edge and booked here just after; such a charge is matched all the same
 * @param matched how many of the gateway's charges in the span our books have, with the same amount
 * @param unsettled how many charges belong to payments that are still being found out
 * @param nextCursor where to go on, further back in time; absent on the last page
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Report(
        Instant from,
        Instant to,
        List<Total> totals,
        int matched,
        int unsettled,
        List<Difference> differences,
        String nextCursor) {

    /** How many charges, and minor units. */
    record Sum(int count, long amount) {

        Sum plus(long more) {
            return new Sum(count + 1, Math.addExact(amount, more));
        }
    }

    /** One currency's captures in both books. */
    record Total(String currency, Sum journal, Sum gateway) {

        static List<Total> of(List<Capture> captures, List<GatewayCharge> charges) {
            Map<String, Total> totals = new TreeMap<>();
            for (Capture capture : captures) {
                totals.compute(
                        capture.amount().currencyCode(),
                        (currency, total) ->
                                of(currency, total).withJournal(capture.amount().amount()));
            }
            for (GatewayCharge charge : charges) {
                totals.compute(
                        charge.currency(),
                        (currency, total) -> of(currency, total).withGateway(charge.amount()));
            }
            return new ArrayList<>(totals.values());
        }

        private static Total of(String currency, Total total) {
            return total == null ? new Total(currency, new Sum(0, 0), new Sum(0, 0)) : total;
        }

        private Total withJournal(long amount) {
            return new Total(currency, journal.plus(amount), gateway);
        }

        private Total withGateway(long amount) {
            return new Total(currency, journal, gateway.plus(amount));
        }
    }
}
