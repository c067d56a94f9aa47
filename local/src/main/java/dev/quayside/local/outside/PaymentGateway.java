package dev.quayside.local.outside;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbi.v3.core.Jdbi;

/** The payment gateway: charges and refunds, each at most once an Idempotency-Key. */
final class PaymentGateway {
    /** How long a charge with {@code tok_timeout} keeps its caller waiting before the connection is closed. */
    static final Duration SILENCE = Duration.ofSeconds(60);

    private static final Set<String> METHODS =
            Set.of("tok_ok", "tok_declined", "tok_timeout", "tok_flaky", "tok_slow", "tok_fail_refund");
    private static final int FLAKY_FAILURES = 2;

    private final Jdbi jdbi;
    private final Map<String, Integer> flakyAttempts = new ConcurrentHashMap<>();

    PaymentGateway(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** @param decline whether a fault switch makes every card declined */
    Answer handle(Call call, boolean decline) {
        if (call.is("POST", "charges")) {
            return call.idempotencyKey()
                    .map(key -> charge(key, call.body(), decline))
                    .orElseGet(Replies::keyRequired);
        }
        if (call.is("POST", "refunds")) {
            return call.idempotencyKey()
                    .map(key -> refund(key, call.body(), decline))
                    .orElseGet(Replies::keyRequired);
        }
        if (call.is("GET", "charges")) {
            return charges(call);
        }
        if (call.is("GET", "charges", "*")) {
            return jdbi.withHandle(handle -> new PaymentStore(handle).charge(call.part(1)))
                    .map(charge -> Answer.of(200, charge.toJson()))
                    .orElseGet(() -> Replies.notFound("charge"));
        }
        if (call.is("GET", "refunds")) {
            return refunds(call);
        }
        return Replies.noSuchRoute();
    }

    private Answer charge(String key, JsonNode body, boolean decline) {
        String method = body.path("paymentMethod").asText();
        if (!body.path("amount").canConvertToLong()
                || !body.path("amount").isIntegralNumber()
                || body.path("amount").asLong() <= 0
                || !body.path("currency").asText().matches("[A-Z]{3}")
                || body.path("reference").asText().isEmpty()) {
            return Answer.error(
                    400, "invalid_request", "amount (minor units, above 0), currency and reference are needed.");
        }
        if (!METHODS.contains(method)) {
            return Answer.error(400, "invalid_payment_method", "This payment method is not known.");
        }
        if (method.equals("tok_flaky") && fails(key)) {
            return Answer.error(503, "unavailable", "The gateway is busy; try again.");
        }
        String status = decline || method.equals("tok_declined") ? "declined" : "captured";
        return charge(PaymentStore.Charge.fresh(key, body, status));
    }

    /** The first attempts with a key fail; once it has a charge, it works. */
    private boolean fails(String key) {
        if (jdbi.withHandle(handle -> new PaymentStore(handle).chargeOf(key)).isPresent()
                || flakyAttempts.merge(key, 1, Integer::sum) > FLAKY_FAILURES) {
            flakyAttempts.remove(key);
            return false;
        }
        return true;
    }

    private Answer charge(PaymentStore.Charge wanted) {
        boolean created = jdbi.withHandle(handle -> new PaymentStore(handle).insert(wanted));
        PaymentStore.Charge stored = created
                ? wanted
                : jdbi.withHandle(handle -> new PaymentStore(handle).chargeOf(wanted.idempotencyKey()))
                        .orElseThrow();
        if (!stored.isSameRequest(wanted)) {
            return Replies.keyReused();
        }
        int success = created ? 201 : 200;
        Answer answer = Answer.of(stored.isDeclined() ? 402 : success, stored.toJson());
        if (created && stored.paymentMethod().equals("tok_timeout")) {
            return Answer.never(SILENCE);
        }
        return stored.paymentMethod().equals("tok_slow") ? answer.after(Duration.ofSeconds(2)) : answer;
    }

    private Answer refund(String key, JsonNode body, boolean decline) {
        long amount =
                body.path("amount").isIntegralNumber() ? body.path("amount").asLong() : 0;
        String chargeId = body.path("chargeId").asText();
        if (amount <= 0 || chargeId.isEmpty()) {
            return Answer.error(400, "invalid_request", "chargeId and amount (minor units, above 0) are needed.");
        }
        PaymentStore.Refund wanted = PaymentStore.Refund.fresh(key, chargeId, amount);
        return jdbi.inTransaction(handle -> refund(new PaymentStore(handle), wanted, decline));
    }

    /** The charge is locked, so refunds that run at once cannot give back more than was taken. */
    private static Answer refund(PaymentStore store, PaymentStore.Refund wanted, boolean decline) {
        Optional<PaymentStore.Charge> charge = store.lockCharge(wanted.chargeId());
        Optional<PaymentStore.Refund> stored = store.refundOf(wanted.idempotencyKey());
        if (stored.isPresent()) {
            return stored.get().isSameRequest(wanted)
                    ? Answer.of(200, stored.get().toJson())
                    : Replies.keyReused();
        }
        if (charge.isEmpty() || charge.get().isDeclined()) {
            return Replies.notFound("captured charge");
        }
        if (decline || charge.get().paymentMethod().equals("tok_fail_refund")) {
            return Answer.error(422, "refund_failed", "The card's bank does not take the money back.");
        }
        if (store.refunded(wanted.chargeId()) + wanted.amount() > charge.get().amount()) {
            return Answer.error(422, "amount_too_large", "More than was charged cannot be refunded.");
        }
        return store.insert(wanted) ? Answer.of(201, wanted.toJson()) : Replies.keyReused();
    }

    private Answer charges(Call call) {
        List<PaymentStore.Charge> found = jdbi.withHandle(handle -> {
            PaymentStore store = new PaymentStore(handle);
            String key = call.parameters().get("idempotencyKey");
            return key != null ? store.chargeOf(key).stream().toList() : store.charges(filter(call), call.limit());
        });
        ArrayNode items = JsonNodeFactory.instance.arrayNode();
        found.forEach(charge -> items.add(charge.toJson()));
        return items(items);
    }

    private static PaymentStore.ChargeFilter filter(Call call) {
        return new PaymentStore.ChargeFilter(
                call.parameters().get("reference"),
                call.instant("createdFrom"),
                call.instant("createdTo"),
                call.parameters().get("startingAfter"));
    }

    private Answer refunds(Call call) {
        List<PaymentStore.Refund> found = jdbi.withHandle(handle -> {
            PaymentStore store = new PaymentStore(handle);
            String key = call.parameters().get("idempotencyKey");
            return key != null
                    ? store.refundOf(key).stream().toList()
                    : store.refunds(call.parameters().get("chargeId"), call.limit());
        });
        ArrayNode items = JsonNodeFactory.instance.arrayNode();
        found.forEach(refund -> items.add(refund.toJson()));
        return items(items);
    }

    private static Answer items(ArrayNode items) {
        ObjectNode list = JsonNodeFactory.instance.objectNode();
        list.set("items", items);
        return Answer.of(200, list);
    }
}
