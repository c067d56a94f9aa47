package dev.quayside.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quayside.catalog.CatalogFixture.Answer;
import dev.quayside.shared.testing.TestContext;
import dev.quayside.shared.testing.TestRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Products, categories and inventory over HTTP, from trigger to SQL. */
class ProductsIT {

    private static CatalogFixture catalog;

    @BeforeAll
    static void open() {
        catalog = new CatalogFixture();
        catalog.createCategory("{\"slug\":\"tools\",\"name\":\"Tools\"}");
        catalog.createCategory("{\"slug\":\"lamps\",\"name\":\"Lámpara 💡\"}");
    }

    @AfterAll
    static void close() {
        assertThat(catalog.discrepancies()).isEmpty();
        catalog.close();
    }

    private static final String CHANGE = """
            {"name":"Blue lamp","description":"it is blue","category":"lamps",
             "price":{"amount":2500,"currency":"EUR"},"weightGrams":300,"attributes":{"colour":"blue"}%s}
            """;

    @Test
    void a_product_comes_back_as_it_was_created() {
        Answer created = catalog.createProduct("""
                {"sku":"P-1","name":"Ångström 日本 🚀 <b>'; drop table products; --","description":"d",
                 "category":"lamps","price":{"amount":1999,"currency":"CHF"},"weightGrams":250,
                 "attributes":{"Größe":"XL","colour":"red"},"initialStock":2,"lowStockThreshold":1}
                """);
        assertThat(created.status()).isEqualTo(201);
        UUID id = UUID.fromString(created.body().get("id").asText());
        assertThat(created.response().getHeader("Location")).isEqualTo("/api/v1/products/" + id);
        Answer read = catalog.read(id, catalog.client);
        assertThat(read.status()).isEqualTo(200);
        assertThat(read.body()).isEqualTo(created.body());
        assertThat(read.body().get("name").asText()).isEqualTo("Ångström 日本 🚀 <b>'; drop table products; --");
        assertThat(read.body().get("category").get("name").asText()).isEqualTo("Lámpara 💡");
        assertThat(read.body().get("available").asBoolean()).isTrue();
        assertThat(read.response().getHeader("ETag")).isEqualTo("\"1\"");
        assertThat(catalog.told("P-1")).containsExactly("product.created");
        assertThat(catalog.lastTold("P-1").get("version").asInt()).isEqualTo(1);
    }

    @Test
    void the_same_key_creates_one_product() {
        String json = CatalogFixture.productJson("P-2", 5);
        Answer first = catalog.createProduct(json, "key-2");
        Answer second = catalog.createProduct(json, "key-2");
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(second.response().getHeader("Idempotency-Replayed")).isEqualTo("true");
        assertThat(catalog.told("P-2")).hasSize(1);
    }

    @Test
    void a_taken_sku_or_slug_is_a_conflict() {
        catalog.product("P-3", 1);
        assertThat(catalog.createProduct(CatalogFixture.productJson("P-3", 1)).problem())
                .isEqualTo("sku-taken");
        Answer category = catalog.createCategory("{\"slug\":\"tools\",\"name\":\"Other\"}");
        assertThat(category.status()).isEqualTo(409);
        assertThat(category.problem()).isEqualTo("category-taken");
    }

    @Test
    void a_change_needs_the_current_version() {
        UUID id = catalog.product("P-4", 1);
        assertThat(catalog.change(id, null, CHANGE.formatted("")).status()).isEqualTo(428);
        assertThat(catalog.change(id, "\"7\"", CHANGE.formatted("")).status()).isEqualTo(412);
        Answer changed = catalog.change(id, "\"1\"", CHANGE.formatted(""));
        assertThat(changed.status()).isEqualTo(200);
        assertThat(changed.response().getHeader("ETag")).isEqualTo("\"2\"");
        assertThat(changed.body()).isEqualTo(catalog.read(id, catalog.client).body());
        assertThat(changed.body().get("name").asText()).isEqualTo("Blue lamp");
        assertThat(changed.body().get("category").get("slug").asText()).isEqualTo("lamps");
        assertThat(catalog.told("P-4")).containsExactly("product.created", "product.updated");
        assertThat(catalog.lastTold("P-4").get("version").asInt()).isEqualTo(2);
        assertThat(catalog.change(UUID.randomUUID(), "\"1\"", CHANGE.formatted(""))
                        .status())
                .isEqualTo(404);
    }

    @Test
    void a_discontinued_product_stays_readable_and_unchangeable() {
        UUID id = catalog.product("P-5", 1);
        Answer changed = catalog.change(id, "\"1\"", CHANGE.formatted(",\"status\":\"DISCONTINUED\""));
        assertThat(changed.body().get("available").asBoolean()).isFalse();
        assertThat(catalog.told("P-5")).containsExactly("product.created", "product.discontinued");
        assertThat(catalog.read(id, catalog.client).body().get("status").asText())
                .isEqualTo("DISCONTINUED");
        assertThat(catalog.change(id, "\"2\"", CHANGE.formatted("")).problem()).isEqualTo("product-discontinued");
        assertThat(list(catalog.manager, "status", "DISCONTINUED", 200)).contains("P-5");
        assertThat(list(catalog.client, "status", "DISCONTINUED", 200)).isEmpty();
        assertThat(list(catalog.client, "category", "lamps", 200)).doesNotContain("P-5");
    }

    @Test
    void pages_follow_each_other_without_gaps() {
        catalog.createCategory("{\"slug\":\"paged\",\"name\":\"Paged\"}");
        List<String> created = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            catalog.createProduct(CatalogFixture.productJson("PAGE-" + i, 0).replace("tools", "paged"));
            created.add(0, "PAGE-" + i);
        }
        assertThat(list(catalog.client, "category", "paged", 3)).containsExactlyElementsOf(created);
        assertThat(list(catalog.manager, "category", "paged", 7)).containsExactlyElementsOf(created);
    }

    /** All SKUs of a list, following its cursors. */
    private static List<String> list(String token, String filter, String value, int limit) {
        List<String> skus = new ArrayList<>();
        String cursor = "";
        do {
            Answer page = Answer.of(catalog.products.listProducts(
                    TestRequest.get("v1/products")
                            .as(token)
                            .query(filter, value)
                            .query("limit", "" + limit)
                            .query("cursor", cursor),
                    new TestContext()));
            assertThat(page.status()).isEqualTo(200);
            page.body().get("items").forEach(item -> skus.add(item.get("sku").asText()));
            cursor = page.body().path("nextCursor").asText("");
        } while (!cursor.isEmpty());
        return skus;
    }

    @Test
    void categories_are_listed_by_slug() {
        Answer page = Answer.of(catalog.products.listCategories(
                TestRequest.get("v1/categories").as(catalog.client).query("limit", "1"), new TestContext()));
        assertThat(page.body().get("items").get(0).get("slug").asText()).isEqualTo("lamps");
        Answer next = Answer.of(catalog.products.listCategories(
                TestRequest.get("v1/categories")
                        .as(catalog.client)
                        .query("limit", "200")
                        .query("cursor", page.body().get("nextCursor").asText()),
                new TestContext()));
        assertThat(next.body().get("items").findValuesAsText("slug"))
                .contains("tools")
                .doesNotContain("lamps");
    }

    @Test
    void stock_is_corrected_by_difference_and_by_count() {
        UUID id = catalog.product("S-1", 10);
        assertThat(catalog.adjust(id, "{\"delta\":-3,\"reason\":\"broken\"}")
                        .body()
                        .get("onHand")
                        .asInt())
                .isEqualTo(7);
        Answer counted = catalog.adjust(id, "{\"onHand\":20,\"reason\":\"stocktake\"}");
        assertThat(counted.status()).isEqualTo(200);
        assertThat(counted.body()).isEqualTo(catalog.inventory(id).body());
        assertThat(counted.body().get("available").asInt()).isEqualTo(20);
        assertThat(catalog.lastTold("S-1").toString())
                .isEqualTo("{\"sku\":\"S-1\",\"delta\":13,\"onHand\":20,\"reason\":\"stocktake\"}");
        catalog.adjust(id, "{\"onHand\":20,\"reason\":\"counted again\"}");
        assertThat(catalog.told("S-1")).containsExactly("product.created", "stock.adjusted", "stock.adjusted");
    }

    @Test
    void stock_is_never_corrected_below_what_is_reserved_or_above_what_can_be() {
        UUID id = catalog.product("S-2", 10);
        catalog.admin.useHandle(handle -> handle.execute("update stock_levels set reserved = 4 where sku = 'S-2'"));
        Answer below = catalog.adjust(id, "{\"delta\":-7,\"reason\":\"broken\"}");
        assertThat(below.status()).isEqualTo(409);
        assertThat(below.problem()).isEqualTo("stock-below-reserved");
        assertThat(catalog.adjust(id, "{\"onHand\":3,\"reason\":\"counted\"}").problem())
                .isEqualTo("stock-below-reserved");
        assertThat(catalog.adjust(id, "{\"delta\":1000000000,\"reason\":\"delivery\"}")
                        .problem())
                .isEqualTo("too-many-pieces");
        assertThat(catalog.adjust(id, "{\"onHand\":4,\"reason\":\"counted\"}").status())
                .isEqualTo(200);
        catalog.admin.useHandle(handle -> handle.execute("update stock_levels set reserved = 0 where sku = 'S-2'"));
    }

    @Test
    void what_is_not_there_is_404() {
        assertThat(catalog.read(UUID.randomUUID(), catalog.client).status()).isEqualTo(404);
        assertThat(catalog.inventory(UUID.randomUUID()).status()).isEqualTo(404);
        assertThat(catalog.adjust(UUID.randomUUID(), "{\"delta\":1,\"reason\":\"x\"}")
                        .status())
                .isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            /sku         | "P-X"         | "p-x"
            /sku         | "P-X"         | "P"
            /sku         | "P-X"         | "P_X"
            /sku         | "P-X"         | null
            /sku         | "P-X"         | 7
            /sku         | "P-X"         | "P-X\\u0000"
            /name        | "Thing P-X"   | ""
            /name        | "Thing P-X"   | "   "
            /name        | "Thing P-X"   | "a\\u0000b"
            /name        | "Thing P-X"   | "\\ud800"
            /name        | "Thing P-X"   | ["x"]
            /category    | "tools"       | "no-such"
            /category    | "tools"       | ""
            /price       | {"amount":1999,"currency":"EUR"} | null
            /price       | {"amount":1999,"currency":"EUR"} | 5
            /price/amount   | 1999       | -1
            /price/amount   | 1999       | 10000000001
            /price/amount   | 1999       | 99999999999999999999
            /price/amount   | 1999       | 19.99
            /price/amount   | 1999       | "1999"
            /price/currency | "EUR"      | "EURO"
            /price/currency | "EUR"      | null
            /weightGrams | 250           | 0
            /weightGrams | 250           | null
            /initialStock| "initialStock":1 | "initialStock":-1
            /initialStock| "initialStock":1 | "initialStock":1000000001
            /colour      | "description":"" | "colour":"red"
            /attributes  | "description":"" | "attributes":{"":"x"}
            /attributes  | "description":"" | "attributes":{"a\\u0000":"x"}
            /attributes  | "description":"" | "attributes":{"a":null}
            /attributes/a| "description":"" | "attributes":{"a":{}}
            """)
    void a_bad_field_is_named(String pointer, String good, String bad) {
        String json = CatalogFixture.productJson("P-X", 1).replace(good, bad);
        Answer answer = catalog.createProduct(json);
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(422);
        assertThat(answer.body().get("errors").get(0).get("pointer").asText()).isEqualTo(pointer);
        assertThat(catalog.told("P-X")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {}                                      | /delta
            {"reason":"x"}                          | /delta
            {"delta":0,"reason":"x"}                | /delta
            {"delta":1,"onHand":1,"reason":"x"}     | /onHand
            {"delta":1.5,"reason":"x"}              | /delta
            {"delta":9999999999,"reason":"x"}       | /delta
            {"delta":1000000001,"reason":"x"}       | /delta
            {"onHand":-1,"reason":"x"}              | /onHand
            {"delta":1}                             | /reason
            {"delta":1,"reason":" "}                | /reason
            """)
    void a_bad_adjustment_is_refused(String json, String pointer) {
        Answer answer = catalog.adjust(UUID.randomUUID(), json);
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.body().get("errors").get(0).get("pointer").asText()).isEqualTo(pointer);
    }

    @Test
    void bad_requests_are_told_apart() {
        String big = CatalogFixture.productJson("P-X", 1).replace("Thing P-X", "x".repeat(1_100_000));
        assertThat(catalog.createProduct(big).status()).isEqualTo(413);
        String longName = CatalogFixture.productJson("P-X", 1).replace("Thing P-X", "x".repeat(201));
        assertThat(catalog.createProduct(longName).status()).isEqualTo(422);
        assertThat(catalog.createProduct("{").status()).isEqualTo(400);
        assertThat(catalog.createProduct("[]").status()).isEqualTo(400);
        assertThat(catalog.createProduct("").status()).isEqualTo(400);
        TestRequest text =
                TestRequest.post("v1/products", "x").as(catalog.manager).header("Content-Type", "text/plain");
        assertThat(Answer.of(catalog.products.createProduct(text, new TestContext()))
                        .status())
                .isEqualTo(415);
        TestRequest keyless = TestRequest.post("v1/products", CatalogFixture.productJson("P-X", 1))
                .as(catalog.manager);
        assertThat(Answer.of(catalog.products.createProduct(keyless, new TestContext()))
                        .problem())
                .isEqualTo("idempotency-key-missing");
    }

    @ParameterizedTest
    @CsvSource({
        "limit,0",
        "limit,201",
        "limit,x",
        "cursor,x",
        "cursor,W10",
        "cursor,WyJ4Il0",
        "status,SOLD",
        "status,active"
    })
    void a_bad_parameter_is_named(String name, String value) {
        Answer answer = Answer.of(catalog.products.listProducts(
                TestRequest.get("v1/products").as(catalog.client).query(name, value), new TestContext()));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body().get("errors").get(0).get("parameter").asText()).isEqualTo(name);
    }
}
