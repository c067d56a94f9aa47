package dev.quayside.local.outside;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/** The shipping service: rates, shipments (at most one an Idempotency-Key), cancellation, tracking. */
final class ShippingService {
    private static final String UNSHIPPABLE_POSTAL_CODE = "00000";

    /** What happens to a parcel, and when after booking: quick enough to watch. */
    private static final List<Step> JOURNEY = List.of(
            new Step(Duration.ZERO, "booked", "Quayside warehouse"),
            new Step(Duration.ofMinutes(1), "collected", "Quayside warehouse"),
            new Step(Duration.ofMinutes(3), "in_transit", "Sorting centre"),
            new Step(Duration.ofMinutes(8), "out_for_delivery", "Local depot"),
            new Step(Duration.ofMinutes(10), "delivered", "Destination"));

    private final Jdbi jdbi;
    private final Clock clock;

    ShippingService(Jdbi jdbi, Clock clock) {
        this.jdbi = jdbi;
        this.clock = clock;
    }

    /** @param decline whether a fault switch makes every parcel unshippable */
    Answer handle(Call call, boolean decline) {
        if (call.is("POST", "rates")) {
            return rates(call.body(), decline);
        }
        if (call.is("POST", "shipments")) {
            return call.idempotencyKey()
                    .map(key -> book(key, call.body(), decline))
                    .orElseGet(Replies::keyRequired);
        }
        if (call.is("GET", "shipments")) {
            return shipments(call);
        }
        if (call.is("GET", "shipments", "*")) {
            return one(call.part(1)).map(s -> Answer.of(200, s.toJson())).orElseGet(() -> Replies.notFound("shipment"));
        }
        if (call.is("GET", "shipments", "*", "tracking")) {
            return one(call.part(1)).map(this::tracking).orElseGet(() -> Replies.notFound("shipment"));
        }
        if (call.is("DELETE", "shipments", "*")) {
            return jdbi.withHandle(handle -> new ShipmentStore(handle).cancel(call.part(1)))
                    .map(shipment -> Answer.of(200, shipment.toJson()))
                    .orElseGet(() -> Replies.notFound("shipment"));
        }
        return Replies.noSuchRoute();
    }

    private static Answer rates(JsonNode body, boolean decline) {
        Optional<Answer> refusal = refusal(body, decline);
        if (refusal.isPresent()) {
            return refusal.get();
        }
        if (!body.path("currency").asText("EUR").equals("EUR")) {
            return Answer.error(422, "unsupported_currency", "Rates are in EUR.");
        }
        Zone zone = Zone.of(body.path("destination").path("country").asText()).orElseThrow();
        ArrayNode rates = JsonNodeFactory.instance.arrayNode();
        rates.add(rate("standard", zone.price(grams(body)), zone.days()));
        rates.add(rate("express", zone.price(grams(body)) * 2 + 500, Math.max(1, zone.days() / 2)));
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.set("rates", rates);
        return Answer.of(200, answer);
    }

    private static ObjectNode rate(String service, long amount, int days) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("service", service)
                .put("amount", amount)
                .put("currency", "EUR")
                .put("days", days);
    }

    private Answer book(String key, JsonNode body, boolean decline) {
        if (body.path("reference").asText().isEmpty()
                || !List.of("standard", "express").contains(body.path("service").asText())
                || body.path("destination").path("name").asText().isEmpty()) {
            return Answer.error(
                    400, "invalid_request", "reference, service (standard, express) and destination are needed.");
        }
        Optional<Answer> refusal = refusal(body, decline);
        if (refusal.isPresent()) {
            return refusal.get();
        }
        ShipmentStore.Shipment wanted = ShipmentStore.Shipment.fresh(key, body, clock.instant());
        boolean created = jdbi.withHandle(handle -> new ShipmentStore(handle).insert(wanted));
        ShipmentStore.Shipment stored = created
                ? wanted
                : jdbi.withHandle(handle -> new ShipmentStore(handle).ofKey(key))
                        .orElseThrow();
        if (!stored.request().equals(wanted.request())) {
            return Replies.keyReused();
        }
        return Answer.of(created ? 201 : 200, stored.toJson());
    }

    /** Why a parcel cannot go there, if it cannot. */
    private static Optional<Answer> refusal(JsonNode body, boolean decline) {
        JsonNode destination = body.path("destination");
        if (destination.path("postalCode").asText().isEmpty() || grams(body) <= 0) {
            return Optional.of(Answer.error(
                    400, "invalid_request", "destination.country, destination.postalCode and parcels are needed."));
        }
        if (Zone.of(destination.path("country").asText()).isEmpty()) {
            return Optional.of(Answer.error(422, "unsupported_country", "Nothing is shipped to this country."));
        }
        if (decline || destination.path("postalCode").asText().equals(UNSHIPPABLE_POSTAL_CODE)) {
            return Optional.of(Answer.error(422, "unshippable", "Nothing can be shipped to this address."));
        }
        return Optional.empty();
    }

    private static long grams(JsonNode body) {
        long grams = 0;
        for (JsonNode parcel : body.path("parcels")) {
            grams += parcel.path("weightGrams").asLong();
        }
        return grams;
    }

    private Optional<ShipmentStore.Shipment> one(String id) {
        return jdbi.withHandle(handle -> new ShipmentStore(handle).shipment(id));
    }

    private Answer shipments(Call call) {
        List<ShipmentStore.Shipment> found = jdbi.withHandle(handle -> {
            ShipmentStore store = new ShipmentStore(handle);
            String key = call.parameters().get("idempotencyKey");
            return key != null
                    ? store.ofKey(key).stream().toList()
                    : store.shipments(call.parameters().get("reference"), call.limit());
        });
        ObjectNode list = JsonNodeFactory.instance.objectNode();
        ArrayNode items = list.putArray("items");
        found.forEach(shipment -> items.add(shipment.toJson()));
        return Answer.of(200, list);
    }

    private Answer tracking(ShipmentStore.Shipment shipment) {
        ObjectNode tracking = JsonNodeFactory.instance.objectNode();
        tracking.put("trackingNumber", shipment.trackingNumber());
        ArrayNode events = JsonNodeFactory.instance.arrayNode();
        String status = shipment.status();
        for (Step step : JOURNEY) {
            Instant at = shipment.createdAt().plus(step.after());
            boolean first = step.after().isZero();
            if (first || (shipment.isBooked() && !at.isAfter(clock.instant()))) {
                status = shipment.isBooked() ? step.status() : status;
                events.addObject()
                        .put("at", at.toString())
                        .put("status", step.status())
                        .put("place", step.place());
            }
        }
        tracking.put("status", status);
        tracking.set("events", events);
        return Answer.of(200, tracking);
    }

    private record Step(Duration after, String status, String place) {}
}
