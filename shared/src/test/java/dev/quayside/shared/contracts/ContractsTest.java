package dev.quayside.shared.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.quayside.shared.contracts.AuditEvents.AccessRecorded;
import dev.quayside.shared.contracts.CatalogEvents.ProductCreated;
import dev.quayside.shared.contracts.CatalogEvents.ProductDiscontinued;
import dev.quayside.shared.contracts.CatalogEvents.ProductUpdated;
import dev.quayside.shared.contracts.CatalogEvents.Shortage;
import dev.quayside.shared.contracts.CatalogEvents.StockAdjusted;
import dev.quayside.shared.contracts.CatalogEvents.StockLow;
import dev.quayside.shared.contracts.CatalogEvents.StockRejected;
import dev.quayside.shared.contracts.CatalogEvents.StockReleased;
import dev.quayside.shared.contracts.CatalogEvents.StockReserved;
import dev.quayside.shared.contracts.CustomerEvents.Contact;
import dev.quayside.shared.contracts.CustomerEvents.CustomerConsentChanged;
import dev.quayside.shared.contracts.CustomerEvents.CustomerRegistered;
import dev.quayside.shared.contracts.CustomerEvents.CustomerUpdated;
import dev.quayside.shared.contracts.GdprEvents.ErasedPart;
import dev.quayside.shared.contracts.GdprEvents.ErasedTable;
import dev.quayside.shared.contracts.GdprEvents.ErasureCompleted;
import dev.quayside.shared.contracts.GdprEvents.ErasureDelayed;
import dev.quayside.shared.contracts.GdprEvents.ErasurePartRequested;
import dev.quayside.shared.contracts.GdprEvents.ErasureProposed;
import dev.quayside.shared.contracts.GdprEvents.ErasureRequested;
import dev.quayside.shared.contracts.GdprEvents.ExportPartReady;
import dev.quayside.shared.contracts.GdprEvents.ExportReady;
import dev.quayside.shared.contracts.GdprEvents.ExportRequested;
import dev.quayside.shared.contracts.GdprEvents.HoldGround;
import dev.quayside.shared.contracts.GdprEvents.LegalHoldChanged;
import dev.quayside.shared.contracts.GdprEvents.Outcome;
import dev.quayside.shared.contracts.NotificationEvents.NotificationDelivered;
import dev.quayside.shared.contracts.NotificationEvents.NotificationFailed;
import dev.quayside.shared.contracts.NotificationEvents.NotificationRequested;
import dev.quayside.shared.contracts.OrderEvents.Line;
import dev.quayside.shared.contracts.OrderEvents.OrderCancelled;
import dev.quayside.shared.contracts.OrderEvents.OrderConfirmed;
import dev.quayside.shared.contracts.OrderEvents.OrderDelivered;
import dev.quayside.shared.contracts.OrderEvents.OrderPaid;
import dev.quayside.shared.contracts.OrderEvents.OrderPaymentDue;
import dev.quayside.shared.contracts.OrderEvents.OrderPlaced;
import dev.quayside.shared.contracts.OrderEvents.OrderRejected;
import dev.quayside.shared.contracts.OrderEvents.OrderShipped;
import dev.quayside.shared.contracts.PaymentEvents.PaymentCaptured;
import dev.quayside.shared.contracts.PaymentEvents.PaymentDeclined;
import dev.quayside.shared.contracts.PaymentEvents.PaymentRefundFailed;
import dev.quayside.shared.contracts.PaymentEvents.PaymentRefunded;
import dev.quayside.shared.contracts.PaymentEvents.PaymentUnknown;
import dev.quayside.shared.events.DomainEvent;
import dev.quayside.shared.gdpr.Pseudonym;
import dev.quayside.shared.kernel.Json;
import dev.quayside.shared.kernel.Money;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Holds every published event against its golden file. A golden file is never edited after a release: fields may be
 * added to the record, and the old shape must still be read.
 */
class ContractsTest {

    private static final UUID ORDER = UUID.fromString("0190f3f0-0000-7000-8000-000000000001");
    private static final UUID CUSTOMER = UUID.fromString("0190f3f0-0000-7000-8000-000000000002");
    private static final UUID PAYMENT = UUID.fromString("0190f3f0-0000-7000-8000-000000000003");
    private static final UUID REFUND = UUID.fromString("0190f3f0-0000-7000-8000-000000000004");
    private static final UUID PRODUCT = UUID.fromString("0190f3f0-0000-7000-8000-000000000005");
    private static final UUID NOTIFICATION = UUID.fromString("0190f3f0-0000-7000-8000-000000000006");
    private static final UUID EXPORT = UUID.fromString("0190f3f0-0000-7000-8000-000000000008");
    private static final UUID ERASURE = UUID.fromString("0190f3f0-0000-7000-8000-000000000009");
    private static final UUID PSEUDONYM = Pseudonym.of(CUSTOMER);
    private static final String SHA_256 = "a".repeat(64);
    private static final Instant AT = Instant.parse("2026-01-31T12:00:00Z");
    private static final Money PRICE = Money.of(1999, "EUR");
    private static final Contact CONTACT =
            new Contact("Alice Larsen", "alice@example.com", "+4930123456", "de-DE", "Europe/Berlin");

    static List<DomainEvent> samples() {
        return List.of(
                new OrderPlaced(ORDER, CUSTOMER, List.of(new Line("QS-1001", 2)), PRICE, AT),
                new OrderPaymentDue(ORDER, CUSTOMER, PRICE, "tok_ok"),
                new OrderPaid(ORDER, CUSTOMER, PRICE, PAYMENT),
                new OrderConfirmed(ORDER, CUSTOMER, "sh_1", "QS0001"),
                new OrderRejected(ORDER, CUSTOMER, "OUT_OF_STOCK"),
                new OrderCancelled(ORDER, CUSTOMER, "client:" + CUSTOMER),
                new OrderShipped(ORDER, CUSTOMER, "QS0001"),
                new OrderDelivered(ORDER, CUSTOMER),
                new ProductCreated(PRODUCT, "QS-1001", "Bollard", PRICE, 1200, 1),
                new ProductUpdated(PRODUCT, "QS-1001", "Bollard", PRICE, 1200, 2),
                new ProductDiscontinued(PRODUCT, "QS-1001", 3),
                new StockReserved(ORDER, AT),
                new StockRejected(ORDER, List.of(new Shortage("QS-1004", 1, 0))),
                new StockReleased(ORDER, "cancelled"),
                new StockAdjusted("QS-1001", -2, 998, "damaged"),
                new StockLow("QS-1003", 1, 3),
                new PaymentCaptured(ORDER, PAYMENT, PRICE),
                new PaymentDeclined(ORDER, PAYMENT, "card_declined"),
                new PaymentRefunded(ORDER, PAYMENT, REFUND, PRICE),
                new PaymentRefundFailed(ORDER, PAYMENT, REFUND, PRICE, "refund_failed"),
                new PaymentUnknown(ORDER, PAYMENT),
                new CustomerRegistered(CUSTOMER, CONTACT, 1, AT),
                new CustomerUpdated(CUSTOMER, CONTACT, 2, AT),
                new CustomerConsentChanged(CUSTOMER, "marketing-email", true, "2026-01", AT),
                new NotificationRequested(CUSTOMER, "order-confirmed", Map.of("trackingNumber", "QS0001")),
                new NotificationDelivered(CUSTOMER, NOTIFICATION, "EMAIL"),
                new NotificationFailed(CUSTOMER, NOTIFICATION, "SMS", "no phone number"),
                new AccessRecorded(
                        "employee:0190f3f0-0000-7000-8000-000000000007",
                        "customer.viewed",
                        "customer",
                        CUSTOMER.toString(),
                        CUSTOMER,
                        "OK",
                        "203.0.113.7",
                        AT),
                new ExportRequested(EXPORT, CUSTOMER, "client:" + CUSTOMER, AT),
                new ExportPartReady(EXPORT, CUSTOMER, "orders", EXPORT + "/orders.json", SHA_256, 12, 3456, AT),
                new ExportReady(EXPORT, CUSTOMER, AT, AT),
                new ErasureProposed(ERASURE, CUSTOMER, "job:data-retention", AT, AT),
                new ErasureRequested(ERASURE, CUSTOMER, "client:" + CUSTOMER, AT),
                new ErasurePartRequested(ERASURE, CUSTOMER, "orders", AT, AT),
                new ErasedPart(
                        ERASURE,
                        PSEUDONYM,
                        "orders",
                        Outcome.DONE,
                        null,
                        List.of(new ErasedTable("orders", 12)),
                        AT,
                        AT,
                        AT),
                new ErasureDelayed(ERASURE, PSEUDONYM, "orders: 1 order is under way", AT, AT),
                new ErasureCompleted(ERASURE, PSEUDONYM, ERASURE + ".json", SHA_256, AT),
                new LegalHoldChanged(
                        CUSTOMER, true, HoldGround.LITIGATION, "employee:0190f3f0-0000-7000-8000-000000000007", AT));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void a_published_shape_only_ever_gains_fields(DomainEvent event) throws Exception {
        JsonNode golden = Json.read(golden(event.type()), JsonNode.class);

        JsonNode written = Json.read(Json.write(event), JsonNode.class);

        golden.fieldNames()
                .forEachRemaining(name -> assertThat(written.get(name))
                        .as("%s of %s", name, event.type())
                        .isEqualTo(golden.get(name)));
        assertThat(Json.read(golden, event.getClass())).isEqualTo(event);
    }

    @ParameterizedTest
    @MethodSource("samples")
    void a_field_of_a_newer_producer_is_ignored(DomainEvent event) throws Exception {
        JsonNode newer = Json.read(golden(event.type()).replaceFirst("\\{", "{\"addedLater\": 1, "), JsonNode.class);

        assertThat(Json.read(newer, event.getClass())).isEqualTo(event);
    }

    @Test
    void every_event_record_has_a_sample() {
        Set<String> records = new TreeSet<>();
        Stream.of(
                        OrderEvents.class,
                        CatalogEvents.class,
                        PaymentEvents.class,
                        CustomerEvents.class,
                        NotificationEvents.class,
                        AuditEvents.class,
                        GdprEvents.class)
                .flatMap(family -> Stream.of(family.getDeclaredClasses()))
                .filter(type -> type.isRecord() && DomainEvent.class.isAssignableFrom(type))
                .forEach(type -> records.add(type.getSimpleName()));
        Set<String> sampled = new TreeSet<>();
        samples().forEach(event -> sampled.add(event.getClass().getSimpleName()));

        assertThat(sampled).isEqualTo(records).isNotEmpty();
    }

    private static String golden(String type) throws IOException {
        String path = "/contracts/" + type + ".json";
        try (InputStream in = ContractsTest.class.getResourceAsStream(path)) {
            assertThat(in).as("golden file %s", path).isNotNull();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
