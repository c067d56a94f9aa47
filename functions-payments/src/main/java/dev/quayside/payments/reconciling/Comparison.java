package dev.quayside.payments.reconciling;

import dev.quayside.payments.gateway.GatewayCharge;
import dev.quayside.payments.ledger.PaymentStatus;
import dev.quayside.shared.kernel.Ids;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Our books held against the gateway's list.
 *
 * @param matched how many charges both have, with the same amount
 * @param unsettled charges of payments whose outcome is still being found out: no difference yet
 * @param notListed our captures that the list does not have: the gateway is to be asked for each
 */
record Comparison(int matched, int unsettled, List<Difference> differences, List<Capture> notListed) {

    private static final String PREFIX = "charge-";

    /**
     * @param captures our captures in the span of time
     * @param charges the gateway's captured charges in it
     * @param payments our payments that those charges name, by id
     */
    static Comparison of(List<Capture> captures, List<GatewayCharge> charges, Map<UUID, Capture> payments) {
        int matched = 0;
        int unsettled = 0;
        List<Difference> differences = new ArrayList<>();
        Set<String> listed = new HashSet<>();
        for (GatewayCharge charge : charges) {
            listed.add(charge.idempotencyKey());
            Capture known = paymentId(charge).map(payments::get).orElse(null);
            if (known == null || (known.status().isSettled() && known.status() != PaymentStatus.CAPTURED)) {
                differences.add(Difference.missingHere(charge, known));
            } else if (!known.status().isSettled()) {
                unsettled++;
            } else if (!isSameMoney(charge, known)) {
                differences.add(Difference.amountDiffers(charge, known));
            } else {
                matched++;
            }
        }
        List<Capture> notListed = captures.stream()
                .filter(capture -> !listed.contains(capture.key()))
                .toList();
        return new Comparison(matched, unsettled, differences, notListed);
    }

    /** Our payment that a charge names by its key; empty for a charge that is not of our making. */
    static Optional<UUID> paymentId(GatewayCharge charge) {
        String key = charge.idempotencyKey();
        return key != null && key.startsWith(PREFIX) ? Ids.parse(key.substring(PREFIX.length())) : Optional.empty();
    }

    private static boolean isSameMoney(GatewayCharge charge, Capture ours) {
        return charge.amount() == ours.amount().amount()
                && charge.currency().equals(ours.amount().currencyCode());
    }
}
