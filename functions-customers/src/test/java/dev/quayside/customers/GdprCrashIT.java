package dev.quayside.customers;

import static dev.quayside.customers.CustomersBench.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.quayside.shared.contracts.GdprEvents.ErasedPart;
import dev.quayside.shared.contracts.GdprEvents.ErasurePartRequested;
import dev.quayside.shared.contracts.GdprEvents.ErasureRequested;
import dev.quayside.shared.contracts.GdprEvents.ExportPartReady;
import dev.quayside.shared.contracts.GdprEvents.ExportReady;
import dev.quayside.shared.contracts.GdprEvents.ExportRequested;
import dev.quayside.shared.gdpr.Pseudonym;
import dev.quayside.shared.kernel.Ids;
import dev.quayside.shared.kernel.Lazy;
import dev.quayside.shared.testing.CrashSockets;
import dev.quayside.shared.testing.TestBlobs;
import dev.quayside.shared.testing.TestRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The process dies at every place in turn: before and after each statement and commit, and so before and after each
 * blob that is written or deleted. Another process then goes on, with messages delivered and requests made again.
 */
class GdprCrashIT {

    private static CustomersBench bench;
    private static ExportParts parts;

    @BeforeAll
    static void open() {
        bench = new CustomersBench(TestBlobs.settings());
        parts = new ExportParts(bench);
        // One who stays, so that the words of the others are known to somebody.
        bench.registered("Alice Larsen", "alice@example.com");
    }

    @AfterAll
    static void close() {
        bench.close();
    }

    /** What a process does that may die, and what holds once another has gone on. */
    private record Case(Consumer<CustomersApp> dying, Runnable after) {}

    private static void everywhere(int leastPlaces, Function<UUID, Case> cases) {
        int place = 1;
        boolean died = true;
        while (died) {
            Case next = cases.apply(bench.registered("Alice Larsen", "alice@example.com"));
            died = dies(place, next.dying);
            next.after.run();
            place++;
        }
        assertThat(place).isGreaterThan(leastPlaces);
    }

    private static boolean dies(int place, Consumer<CustomersApp> work) {
        CrashSockets.Plan plan = new CrashSockets.Plan(place);
        try (CustomersApp app = bench.start(CrashSockets.mortal(bench.database.settings(), plan))) {
            work.accept(app);
        } catch (CrashSockets.Crash expected) {
            // as planned
        }
        return plan.isDead();
    }

    private static CustomersMessages messages(CustomersApp app) {
        return new CustomersMessages(new Lazy<>(() -> app));
    }

    private static CustomersHttp http(CustomersApp app) {
        return new CustomersHttp(new Lazy<>(() -> app));
    }

    private static void tick() {
        bench.messages.tendExports("", bench.context);
    }

    @Test
    void an_erasure_is_told_once_wherever_the_process_dies() {
        everywhere(6, customer -> {
            TestRequest request = TestRequest.delete("v1/customers/x").as(bench.tokens.client(customer));
            return new Case(app -> http(app).erase(request, customer.toString(), bench.context), () -> {
                assertThat(http(bench.app)
                                .erase(request, customer.toString(), bench.context)
                                .getStatusCode())
                        .isEqualTo(202);
                assertThat(bench.told(ErasureRequested.TYPE, customer)).hasSize(1);
            });
        });
    }

    @Test
    void an_export_is_asked_for_once_wherever_the_process_dies() {
        everywhere(6, customer -> {
            TestRequest request =
                    TestRequest.post("v1/customers/x/gdpr/export", null).as(bench.tokens.client(customer));
            return new Case(app -> http(app).requestExport(request, customer.toString(), bench.context), () -> {
                parts.requested(customer);
                assertThat(bench.told(ExportRequested.TYPE, customer)).hasSize(1);
            });
        });
    }

    @Test
    void an_export_is_made_and_told_once_wherever_the_process_dies() {
        everywhere(12, customer -> {
            UUID export = parts.requested(customer);
            List<ExportPartReady> told = parts.allWritten(export, customer);
            told.subList(1, 7).forEach(bench::gdpr);
            String last = CustomersBench.envelope(told.get(0));
            return new Case(app -> messages(app).onGdprEvent(last, bench.context), () -> {
                bench.messages.onGdprEvent(last, bench.context);
                bench.clock.advance(Duration.ofMinutes(11));
                tick();
                assertThat(parts.state(customer, export).get("state").asText()).isEqualTo("READY");
                assertThat(bench.told(ExportReady.TYPE, customer)).hasSize(1);
                assertThat(parts.isThere(export)).isTrue();
                parts.assertPartsAreGone(export);
            });
        });
    }

    @Test
    void the_timer_goes_on_wherever_it_died() {
        everywhere(12, customer -> {
            UUID left = parts.requested(customer);
            parts.allWritten(left, customer)
                    .forEach(part -> bench.database
                            .admin()
                            .useHandle(handle -> handle.execute(
                                    "insert into export_parts values (?, ?, ?, 1, 1)",
                                    left,
                                    part.app(),
                                    part.sha256())));
            return new Case(app -> messages(app).tendExports("", bench.context), () -> {
                bench.clock.advance(Duration.ofMinutes(11));
                tick();
                assertThat(bench.told(ExportReady.TYPE, customer)).hasSize(1);
                parts.assertPartsAreGone(left);
            });
        });
    }

    @Test
    void a_file_whose_time_is_over_goes_wherever_the_timer_dies() {
        everywhere(8, customer -> {
            UUID export = parts.requested(customer);
            parts.allWritten(export, customer).forEach(bench::gdpr);
            bench.clock.advance(Duration.ofDays(7));
            return new Case(app -> messages(app).tendExports("", bench.context), () -> {
                tick();
                assertThat(parts.isThere(export)).isFalse();
                assertThat(bench.count("select count(*) from exports where id = '" + export
                                + "' and state = 'EXPIRED' and not has_parts"))
                        .isOne();
            });
        });
    }

    @Test
    void a_customer_is_forgotten_and_each_row_counted_once_wherever_the_process_dies() {
        everywhere(40, customer -> {
            bench.order(OrderFixture.placed(Ids.newId(), customer));
            UUID export = parts.requested(customer);
            bench.gdpr(parts.written(export, customer, "orders"));
            UUID erasure = UUID.fromString(json(bench.erase(bench.tokens.client(customer), customer))
                    .get("erasureId")
                    .asText());
            String asked = CustomersBench.envelope(new ErasurePartRequested(
                    erasure,
                    customer,
                    "customers",
                    Instant.now(),
                    bench.clock.instant().plusSeconds(300)));
            return new Case(app -> messages(app).onGdprEvent(asked, bench.context), () -> {
                bench.messages.onGdprEvent(asked, bench.context);
                List<JsonNode> told = bench.told(ErasedPart.TYPE, Pseudonym.of(customer));
                JsonNode last = told.get(told.size() - 1);
                assertThat(last.get("outcome").asText()).isEqualTo("DONE");
                assertThat(last.get("tables").findValuesAsText("table"))
                        .contains("customers", "customer_orders", "customer_segments", "exports")
                        .doesNotContain("search_words");
                assertThat(last.get("tables").findValuesAsText("rows")).containsOnly("1");
                parts.assertPartsAreGone(export);
            });
        });
    }
}
