package dev.quayside.orders.shipping;

import dev.quayside.orders.placing.Refusal;
import dev.quayside.orders.shipping.ShippingService.Parcel;
import dev.quayside.orders.shipping.ShippingService.Rate;
import dev.quayside.orders.shipping.ShippingService.Tracking;
import dev.quayside.shared.auth.Caller;
import dev.quayside.shared.data.Database;
import dev.quayside.shared.http.AccessTrail;
import dev.quayside.shared.http.AccessTrail.Access;
import dev.quayside.shared.http.Call;
import dev.quayside.shared.http.ProblemException;
import dev.quayside.shared.http.Reply;
import dev.quayside.shared.kernel.Money;
import dev.quayside.shared.telemetry.Log;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** What callers ask the shipping service through us: rates before an order, tracking after it. */
public final class ShippingQueries {

    private final Database database;
    private final AccessTrail trail;
    private final ShippingService service;

    public ShippingQueries(Database database, AccessTrail trail, ShippingSettings settings) {
        this.database = database;
        this.trail = trail;
        this.service = new ShippingService(settings);
    }

    private record RateView(String service, Money price, int days) {}

    private record RatesView(List<RateView> rates) {}

    private record TrackingView(UUID orderId, String trackingNumber, String status, List<Tracking.Event> events) {}

    /** What it would cost to ship these articles there. */
    public Reply rates(Call call) {
        RatesRequest request = call.body(RatesRequest.class);
        Parcel parcel = parcel(request);
        List<Rate> rates = asking(() -> service.rates(
                        request.destination().country(),
                        request.destination().postalCode(),
                        parcel,
                        request.currency().getCurrencyCode()))
                .orElseThrow(ShippingProblem.UNSHIPPABLE::exception);
        return Reply.ok(new RatesView(rates.stream()
                .map(rate -> new RateView(rate.service(), Money.of(rate.amount(), rate.currency()), rate.days()))
                .toList()));
    }

    /** Where the goods of an order are. */
    public Reply tracking(Call call, UUID orderId) {
        ShipmentStore.Booking booking = AccessTrail.reading(database, call, handle -> {
            ShipmentStore.Booking found = ShipmentStore.booking(handle, orderId)
                    .filter(any -> maySee(call.caller(), any))
                    .orElseThrow(ProblemException::notFound);
            trail.record(handle, call, new Access("order.tracked", "order", orderId.toString(), found.customerId()));
            return found;
        });
        if (booking.shipmentId() == null) {
            throw ShippingProblem.NO_SHIPMENT.exception();
        }
        Tracking tracking = asking(() -> service.tracking(booking.shipmentId()));
        return Reply.ok(new TrackingView(orderId, booking.trackingNumber(), tracking.status(), tracking.events()));
    }

    private static boolean maySee(Caller caller, ShipmentStore.Booking booking) {
        return !caller.isClient() || caller.id().equals(booking.customerId());
    }

    private Parcel parcel(RatesRequest request) {
        List<RatesRequest.Line> lines = request.lines();
        List<String> skus = lines.stream().map(RatesRequest.Line::sku).toList();
        Map<String, Integer> weights = database.withHandle(handle -> ShipmentStore.weights(handle, skus));
        List<String> unknown = IntStream.range(0, skus.size())
                .filter(i -> !weights.containsKey(skus.get(i)))
                .mapToObj(i -> "/lines/" + i + "/sku")
                .toList();
        if (!unknown.isEmpty()) {
            throw Refusal.UNKNOWN_PRODUCT.at(unknown);
        }
        long grams = lines.stream()
                .mapToLong(line -> (long) line.quantity() * weights.get(line.sku()))
                .sum();
        return new Parcel(Math.max(1, grams));
    }

    private static <T> T asking(Supplier<T> question) {
        try {
            return question.get();
        } catch (ShippingUnavailableException e) {
            Log.warn("the shipping service does not answer", e);
            throw ShippingProblem.SHIPPING_UNAVAILABLE.exception();
        }
    }
}
