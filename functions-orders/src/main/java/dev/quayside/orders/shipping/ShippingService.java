package dev.quayside.orders.shipping;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.quayside.shared.http.Address;
import dev.quayside.shared.kernel.Json;
import dev.quayside.shared.kernel.Lazy;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The shipping company's REST service. An order is a shipment's idempotency key, so booking again gives the same
 * shipment. Never to be called while a database transaction is open.
 *
 * <p>All methods throw {@link ShippingUnavailableException} if the service does not answer as agreed.
 */
final class ShippingService {

    private static final int OK = 200;
    private static final int CREATED = 201;
    private static final int UNPROCESSABLE = 422;
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(5);

    private final ShippingSettings settings;
    private final Lazy<HttpClient> client = new Lazy<>(
            () -> HttpClient.newBuilder().connectTimeout(CONNECT_TIMEOUT).build());

    ShippingService(ShippingSettings settings) {
        this.settings = settings;
    }

    record Parcel(long weightGrams) {}

    record Rate(String service, long amount, String currency, int days) {}

    record Shipment(String id, String trackingNumber) {}

    /** What happened to a shipment, as the service tells it. */
    record Tracking(String status, List<Event> events) {

        Tracking {
            events = events == null ? List.of() : List.copyOf(events);
        }

        @JsonInclude(JsonInclude.Include.NON_NULL)
        record Event(Instant at, String status, String place) {}
    }

    private record Destination(String country, String postalCode) {}

    private record RatesRequest(Destination destination, List<Parcel> parcels, String currency) {}

    private record Rates(List<Rate> rates) {}

    private record ShipmentRequest(String reference, String service, Address destination, List<Parcel> parcels) {}

    /** What it costs; empty if it cannot be shipped there. */
    Optional<List<Rate>> rates(String country, String postalCode, Parcel parcel, String currency) {
        RatesRequest asked = new RatesRequest(new Destination(country, postalCode), List.of(parcel), currency);
        HttpResponse<String> answer = send(request("/rates").POST(BodyPublishers.ofString(Json.write(asked))));
        return answer.statusCode() == UNPROCESSABLE
                ? Optional.empty()
                : Optional.of(read(answer, OK, Rates.class).rates());
    }

    /** Books, or finds what was booked before; empty if it cannot be shipped there. */
    Optional<Shipment> book(UUID order, Address destination, Parcel parcel) {
        ShipmentRequest asked = new ShipmentRequest(order.toString(), "standard", destination, List.of(parcel));
        HttpResponse<String> answer = send(request("/shipments")
                .header("Idempotency-Key", order.toString())
                .POST(BodyPublishers.ofString(Json.write(asked))));
        if (answer.statusCode() == UNPROCESSABLE) {
            return Optional.empty();
        }
        return Optional.of(read(answer, answer.statusCode() == OK ? OK : CREATED, Shipment.class));
    }

    /** Calls off what was booked for an order, if anything was. */
    void cancel(UUID order) {
        HttpResponse<String> answer =
                send(request("/shipments?idempotencyKey=" + order).GET());
        for (JsonNode shipment : read(answer, OK, JsonNode.class).path("items")) {
            HttpResponse<String> gone =
                    send(request("/shipments/" + shipment.path("id").asText()).DELETE());
            if (gone.statusCode() / 100 != 2) {
                throw unexpected(gone, null);
            }
        }
    }

    Tracking tracking(String shipmentId) {
        return read(send(request("/shipments/" + shipmentId + "/tracking").GET()), OK, Tracking.class);
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(settings.url() + path))
                .timeout(REQUEST_TIMEOUT)
                .header("Authorization", "Bearer " + settings.key().reveal())
                .header("Content-Type", "application/json");
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return client.get().send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new ShippingUnavailableException("the shipping service cannot be reached", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ShippingUnavailableException("interrupted while asking the shipping service", e);
        }
    }

    private static <T> T read(HttpResponse<String> answer, int expected, Class<T> type) {
        if (answer.statusCode() != expected) {
            throw unexpected(answer, null);
        }
        try {
            return Json.read(answer.body(), type);
        } catch (JsonProcessingException e) {
            throw unexpected(answer, e);
        }
    }

    private static ShippingUnavailableException unexpected(HttpResponse<String> answer, Throwable cause) {
        return new ShippingUnavailableException("the shipping service answered " + answer.statusCode(), cause);
    }
}
