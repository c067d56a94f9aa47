package dev.quayside.payments.gateway;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.quayside.shared.config.Secret;
import dev.quayside.shared.kernel.Json;
import dev.quayside.shared.kernel.Lazy;
import dev.quayside.shared.kernel.Money;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The payment gateway over HTTP. Never called inside a database transaction: it may take five seconds.
 *
 * <p>Asking twice with the same key moves money once; that is the gateway's promise, and what recovery rests on.
 */
public final class PaymentGateway {

    private static final int PAGE = 200;
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);

    private final GatewaySettings settings;
    private final Duration timeout;
    private final Lazy<HttpClient> client = new Lazy<>(
            () -> HttpClient.newBuilder().connectTimeout(CONNECT_TIMEOUT).build());

    /** @param timeout how long to wait for an answer */
    public PaymentGateway(GatewaySettings settings, Duration timeout) {
        this.settings = settings;
        this.timeout = timeout;
    }

    /** Takes money. */
    public GatewayAnswer charge(String key, Money amount, Secret paymentMethod, String reference) {
        return post(
                "/charges",
                key,
                Map.of(
                        "amount",
                        amount.amount(),
                        "currency",
                        amount.currencyCode(),
                        "paymentMethod",
                        paymentMethod.reveal(),
                        "reference",
                        reference));
    }

    /** Gives money back. */
    public GatewayAnswer refund(String key, String chargeId, long amount) {
        return post("/refunds", key, Map.of("chargeId", chargeId, "amount", amount));
    }

    /** What became of the charge asked for with this key. */
    public GatewayAnswer findCharge(String key) {
        return find("/charges", key);
    }

    /** What became of the refund asked for with this key. */
    public GatewayAnswer findRefund(String key) {
        return find("/refunds", key);
    }

    /**
     * Charges made in a span of time, newest first.
     *
     * @param to exclusive
     * @param most more than these are not asked for
     * @throws GatewayUnavailableException if there is no answer
     */
    public List<GatewayCharge> charges(Instant from, Instant to, int most) {
        List<GatewayCharge> charges = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        String after = "";
        while (charges.size() < most) {
            List<GatewayCharge> page = page(from, to, after);
            // A gateway that does not page answers the same again.
            List<GatewayCharge> fresh =
                    page.stream().filter(charge -> seen.add(charge.id())).toList();
            fresh.stream()
                    .filter(charge -> !charge.createdAt().isBefore(from)
                            && charge.createdAt().isBefore(to))
                    .forEach(charges::add);
            if (page.size() < PAGE || fresh.isEmpty()) {
                break;
            }
            after = "&startingAfter=" + page.get(page.size() - 1).id();
        }
        return charges.subList(0, Math.min(most, charges.size()));
    }

    private List<GatewayCharge> page(Instant from, Instant to, String after) {
        String query = "/charges?limit=" + PAGE + "&createdFrom=" + from + "&createdTo=" + to + after;
        try {
            HttpResponse<String> response =
                    client.get().send(request(query).GET().build(), HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new GatewayUnavailableException("status " + response.statusCode(), null);
            }
            return Json.read(response.body(), ChargeList.class).items();
        } catch (IOException e) {
            throw new GatewayUnavailableException("no list of charges", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new GatewayUnavailableException("interrupted", e);
        }
    }

    @JsonIgnoreProperties(ignoreUnknown = true)
    private record ChargeList(List<GatewayCharge> items) {}

    private GatewayAnswer post(String path, String key, Map<String, Object> body) {
        HttpRequest request = request(path)
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", key)
                .POST(HttpRequest.BodyPublishers.ofString(Json.write(body)))
                .build();
        return send(request, PaymentGateway::posted);
    }

    private GatewayAnswer find(String path, String key) {
        HttpRequest request = request(path + "?idempotencyKey=" + URLEncoder.encode(key, StandardCharsets.UTF_8))
                .GET()
                .build();
        return send(request, PaymentGateway::found);
    }

    private HttpRequest.Builder request(String pathAndQuery) {
        return HttpRequest.newBuilder(URI.create(settings.url() + pathAndQuery))
                .timeout(timeout)
                .header("Accept", "application/json")
                .header("Authorization", "Bearer " + settings.key().reveal());
    }

    private interface Reader {
        GatewayAnswer read(int status, JsonNode body);
    }

    private GatewayAnswer send(HttpRequest request, Reader reader) {
        try {
            HttpResponse<String> response = client.get().send(request, HttpResponse.BodyHandlers.ofString());
            int status = response.statusCode();
            if (status >= 500 || status == 429) {
                return GatewayAnswer.busy("status " + status);
            }
            return reader.read(status, Json.read(response.body(), JsonNode.class));
        } catch (ConnectException | HttpConnectTimeoutException e) {
            return GatewayAnswer.busy("cannot be reached");
        } catch (JsonProcessingException e) {
            return GatewayAnswer.unanswered("the answer is not JSON");
        } catch (IOException e) {
            return GatewayAnswer.unanswered(e.getClass().getSimpleName());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return GatewayAnswer.unanswered("interrupted");
        }
    }

    /**
     * Only an answer that names the deed counts as a yes, and only one that means the deed itself as a no: a wrong key
     * of ours (401) or a body that differs from the first one (422 on a charge) says nothing about the money.
     */
    private static GatewayAnswer posted(int status, JsonNode body) {
        String id = body.path("id").asText(null);
        String code = body.path("code").asText("refused");
        boolean saysNo = status == 402
                || (status == 400 && "invalid_payment_method".equals(code))
                || (status == 422 && ("amount_too_large".equals(code) || "refund_failed".equals(code)));
        if (saysNo) {
            return GatewayAnswer.refused(id, code);
        }
        return status == 200 || status == 201
                ? ofStatus(body)
                : GatewayAnswer.unanswered("status " + status + ", code " + code);
    }

    private static GatewayAnswer found(int status, JsonNode body) {
        JsonNode items = body.path("items");
        if (status != 200 || !items.isArray()) {
            return GatewayAnswer.unanswered("status " + status);
        }
        return items.isEmpty() ? GatewayAnswer.absent() : ofStatus(items.get(0));
    }

    private static GatewayAnswer ofStatus(JsonNode thing) {
        String id = thing.path("id").asText(null);
        String status = thing.path("status").asText("none");
        if (id == null) {
            return GatewayAnswer.unanswered("the answer has no id");
        }
        return switch (status) {
            case "captured", "refunded" -> GatewayAnswer.done(id);
            case "declined", "failed" ->
                GatewayAnswer.refused(id, thing.path("code").asText(status));
            default -> GatewayAnswer.unanswered("its status is " + status);
        };
    }
}
