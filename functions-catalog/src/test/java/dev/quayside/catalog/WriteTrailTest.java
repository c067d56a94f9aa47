package dev.quayside.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.microsoft.azure.functions.HttpResponseMessage;
import dev.quayside.shared.contracts.AuditEvents.AccessRecorded;
import dev.quayside.shared.testing.TestContext;
import dev.quayside.shared.testing.TestRequest;
import dev.quayside.shared.testing.TestTrail;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who changed the catalogue and its stock, and from where, is on record. */
class WriteTrailTest {

    private static final String ADDRESS = "203.0.113.7";
    private static final String MANAGER =
            "employee:" + UUID.nameUUIDFromBytes("order-manager".getBytes(StandardCharsets.UTF_8));
    private static final String CENT = """
            {"name":"Hammer","description":"","category":"tools","price":{"amount":1,"currency":"EUR"},
             "weightGrams":1%s}
            """;

    private final CatalogFixture catalog = new CatalogFixture();
    private UUID hammer;

    @BeforeEach
    void stock_a_hammer() {
        catalog.createCategory("{\"slug\":\"tools\",\"name\":\"Tools\"}");
        hammer = catalog.product("HAMMER", 5);
        catalog.admin.useHandle(handle -> handle.execute("delete from outbox"));
    }

    @AfterEach
    void close() {
        catalog.close();
    }

    private int createCategory(String token) {
        return status(catalog.products.createCategory(
                request(TestRequest.post("v1/categories", "{\"slug\":\"saws\",\"name\":\"Saws\"}"), token),
                new TestContext()));
    }

    private int createProduct(String token) {
        return status(catalog.products.createProduct(
                request(TestRequest.post("v1/products", CatalogFixture.productJson("SAW", 1)), token),
                new TestContext()));
    }

    private int change(String token, int version, String more) {
        TestRequest request = TestRequest.put("v1/products/" + hammer, CENT.formatted(more))
                .header("If-Match", "\"" + version + "\"");
        return status(catalog.products.changeProduct(request(request, token), hammer.toString(), new TestContext()));
    }

    /** @param key the idempotency key */
    private int adjust(String token, String key, String json) {
        TestRequest request = TestRequest.post("v1/products/" + hammer + "/inventory/adjustments", json);
        return status(
                catalog.stock.adjustInventory(request(request, token).key(key), hammer.toString(), new TestContext()));
    }

    private static TestRequest request(TestRequest request, String token) {
        return request.as(token).key("1").header("X-Forwarded-For", ADDRESS + ", 10.0.0.1");
    }

    private static int status(HttpResponseMessage answer) {
        return answer.getStatusCode();
    }

    @Test
    void every_write_is_recorded_once_however_often_it_is_repeated() {
        for (int i = 0; i < 2; i++) {
            assertThat(createCategory(catalog.manager)).isEqualTo(201);
            assertThat(createProduct(catalog.manager)).isEqualTo(201);
            assertThat(adjust(catalog.manager, "1", "{\"delta\":3,\"reason\":\"found\"}"))
                    .isEqualTo(200);
        }
        assertThat(change(catalog.manager, 1, "")).isEqualTo(200);
        assertThat(change(catalog.manager, 2, ",\"status\":\"DISCONTINUED\"")).isEqualTo(200);

        assertThat(TestTrail.of(catalog.database))
                .allSatisfy(access -> {
                    assertThat(access.actor()).isEqualTo(MANAGER);
                    assertThat(access.address()).isEqualTo(ADDRESS);
                    assertThat(access.customerId()).isNull();
                })
                .extracting(AccessRecorded::action, AccessRecorded::subjectType, AccessRecorded::subjectId)
                .containsExactly(
                        tuple("category.created", "category", "saws"),
                        tuple("product.created", "product", "SAW"),
                        tuple("stock.adjusted", "product", "HAMMER"),
                        tuple("product.updated", "product", "HAMMER"),
                        tuple("product.discontinued", "product", "HAMMER"));
    }

    @Test
    void what_is_refused_or_changes_nothing_is_not_recorded() {
        assertThat(createCategory(catalog.client)).isEqualTo(403);
        assertThat(change(catalog.client, 1, "")).isEqualTo(403);
        assertThat(change(catalog.manager, 7, "")).isEqualTo(412);
        assertThat(adjust(catalog.manager, "1", "{\"delta\":-6,\"reason\":\"lost\"}"))
                .isEqualTo(409);
        assertThat(adjust(catalog.manager, "2", "{\"onHand\":5,\"reason\":\"counted\"}"))
                .isEqualTo(200);

        assertThat(TestTrail.of(catalog.database)).isEmpty();
    }

    @Test
    void what_cannot_be_recorded_is_not_written() {
        TestTrail.unwritable(catalog.database, () -> {
            assertThat(createCategory(catalog.manager)).isEqualTo(500);
            assertThat(createProduct(catalog.manager)).isEqualTo(500);
            assertThat(adjust(catalog.manager, "1", "{\"delta\":3,\"reason\":\"found\"}"))
                    .isEqualTo(500);
            assertThat(change(catalog.manager, 1, "")).isEqualTo(500);
        });

        String left = catalog.admin.withHandle(
                handle -> handle.createQuery("""
                        select (select count(*) from categories) || ' ' || (select count(*) from products)
                            || ' ' || (select count(*) from outbox) || ' ' || version
                        from products where sku = 'HAMMER'
                        """).mapTo(String.class).one());
        assertThat(left).as("categories, products, events, version").isEqualTo("1 1 0 1");
        assertThat(catalog.level("HAMMER")).isEqualTo("5/0");
    }

    @Test
    void what_is_rolled_back_leaves_no_record() {
        catalog.admin.useHandle(handle -> handle.execute("""
                alter table idempotency_keys add check (body is null) not valid
                """));

        assertThat(createProduct(catalog.manager)).isEqualTo(500);

        assertThat(TestTrail.of(catalog.database)).isEmpty();
    }
}
