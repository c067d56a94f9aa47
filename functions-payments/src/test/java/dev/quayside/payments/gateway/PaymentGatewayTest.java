package dev.quayside.payments.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.quayside.payments.gateway.GatewayAnswer.Outcome;
import dev.quayside.shared.config.Secret;
import dev.quayside.shared.kernel.Money;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PaymentGatewayTest {

    private HttpServer server;
    private PaymentGateway gateway;
    private final CountDownLatch end = new CountDownLatch(1);
    private volatile int status;
    private volatile String body;
    private volatile boolean silent;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            if (silent) {
                awaitEnd();
            }
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
        gateway = gateway(Duration.ofSeconds(30));
    }

    private PaymentGateway gateway(Duration timeout) {
        URI url = URI.create("http://localhost:" + server.getAddress().getPort());
        return new PaymentGateway(new GatewaySettings(url, Secret.of("k")), timeout);
    }

    private void awaitEnd() {
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @AfterEach
    void stop() {
        end.countDown();
        server.stop(0);
    }

    private GatewayAnswer charge() {
        return gateway.charge("key", Money.of(1, "EUR"), Secret.of("tok"), "reference");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            201 | {"id":"ch_1","status":"captured"}                         | DONE       | ch_1
            200 | {"id":"ch_1","status":"captured"}                         | DONE       | ch_1
            200 | {"id":"ch_1","status":"declined","code":"card_declined"}  | REFUSED    | ch_1
            402 | {"id":"ch_1","status":"declined","code":"card_declined"}  | REFUSED    | ch_1
            400 | {"code":"invalid_payment_method"}                         | REFUSED    |
            400 | {"code":"invalid_request"}                                | UNANSWERED |
            401 | {"code":"unauthorized"}                                   | UNANSWERED |
            422 | {"code":"idempotency_key_reused"}                         | UNANSWERED |
            201 | {"id":"ch_1","status":"strange"}                          | UNANSWERED |
            201 | {"status":"captured"}                                     | UNANSWERED |
            201 | <html>                                                    | UNANSWERED |
            429 | {}                                                        | BUSY       |
            500 | {}                                                        | BUSY       |
            503 | {}                                                        | BUSY       |
            """)
    void an_answer_to_a_charge_counts_only_for_what_it_says(int code, String text, Outcome outcome, String id) {
        status = code;
        body = text;

        assertThat(charge().outcome()).isEqualTo(outcome);
        assertThat(charge().id()).isEqualTo(id);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            201 | {"id":"re_1","status":"refunded"} | DONE
            422 | {"code":"amount_too_large"}       | REFUSED
            422 | {"code":"refund_failed"}          | REFUSED
            422 | {"code":"other"}                  | UNANSWERED
            404 | {"code":"not_found"}              | UNANSWERED
            """)
    void an_answer_to_a_refund_counts_only_for_what_it_says(int code, String text, Outcome outcome) {
        status = code;
        body = text;

        assertThat(gateway.refund("key", "ch_1", 1).outcome()).isEqualTo(outcome);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            200 | {"items":[{"id":"ch_1","status":"captured"}]} | DONE
            200 | {"items":[{"id":"ch_1","status":"declined"}]} | REFUSED
            200 | {"items":[]}                                  | ABSENT
            200 | {}                                            | UNANSWERED
            404 | {"items":[]}                                  | UNANSWERED
            503 | {}                                            | BUSY
            """)
    void only_an_empty_list_says_that_there_is_none(int code, String text, Outcome outcome) {
        status = code;
        body = text;

        assertThat(gateway.findCharge("key").outcome()).isEqualTo(outcome);
        assertThat(gateway.findRefund("key").outcome()).isEqualTo(outcome);
    }

    @Test
    void an_empty_answer_is_none() {
        status = 201;
        body = "";

        assertThat(charge().outcome()).isEqualTo(Outcome.UNANSWERED);
    }

    @Test
    void silence_is_no_answer() {
        silent = true;
        gateway = gateway(Duration.ofMillis(300));
        body = "";

        assertThat(charge().outcome()).isEqualTo(Outcome.UNANSWERED);
    }

    @Test
    void a_gateway_that_cannot_be_reached_may_be_asked_again_at_once() {
        end.countDown();
        server.stop(0);

        assertThat(charge().outcome()).isEqualTo(Outcome.BUSY);
    }
}
