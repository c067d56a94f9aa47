package dev.quayside.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.quayside.catalog.CatalogFixture.Answer;
import dev.quayside.shared.http.Cursor;
import dev.quayside.shared.testing.TestContext;
import dev.quayside.shared.testing.TestRequest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Search among 20,000 generated products and some chosen ones. */
class SearchIT {

    private static final int GENERATED = 20_000;
    private static CatalogFixture catalog;

    @BeforeAll
    static void open() {
        catalog = new CatalogFixture();
        catalog.generate(GENERATED);
        catalog.createCategory("{\"slug\":\"tents\",\"name\":\"Tents and tarpaulins\"}");
        create("T-100", "Gazebo for parties", "stands in any weather", 9_900, 3);
        create("T-200", "Party cloth", "fits under a gazebo", 900, 3);
        create("T-300", "Gazebo walls", "two pieces for the gazebo", 2_500, 0);
        create("T-400", "Señor Ängström's hammock 日本", "soft", 2_499, 1);
        UUID gone = create("T-500", "Gazebo of yore", "no longer made", 1_000, 5);
        catalog.change(gone, "\"1\"", """
                {"name":"Gazebo of yore","category":"tents","price":{"amount":1,"currency":"EUR"},"weightGrams":1,
                 "status":"DISCONTINUED"}
                """);
    }

    private static UUID create(String sku, String name, String description, long price, int pieces) {
        Answer answer = catalog.createProduct("""
                {"sku":"%s","name":"%s","description":"%s","category":"tents",
                 "price":{"amount":%d,"currency":"EUR"},"weightGrams":5,"initialStock":%d}
                """.formatted(sku, name, description, price, pieces));
        return UUID.fromString(answer.body().get("id").asText());
    }

    @AfterAll
    static void close() {
        catalog.close();
    }

    private static Answer search(String... parameters) {
        TestRequest request = TestRequest.get("v1/products/search").as(catalog.client);
        for (int i = 0; i < parameters.length; i += 2) {
            request.query(parameters[i], parameters[i + 1]);
        }
        return Answer.of(catalog.products.searchProducts(request, new TestContext()));
    }

    private static List<String> skus(Answer answer) {
        assertThat(answer.status()).isEqualTo(200);
        List<String> skus = new ArrayList<>();
        answer.body().get("items").forEach(item -> skus.add(item.get("sku").asText()));
        return skus;
    }

    @Test
    void a_word_in_the_name_counts_more_than_one_in_the_description() {
        Answer answer = search("q", "gazebo");
        assertThat(skus(answer))
                .containsExactlyInAnyOrder("T-100", "T-200", "T-300")
                .endsWith("T-200");
        assertThat(answer.body().get("found").asInt()).isEqualTo(3);
        assertThat(answer.body().get("facetsExact").asBoolean()).isTrue();
        assertThat(answer.body().has("nextCursor")).isFalse();
        assertThat(answer.body().has("correctedQuery")).isFalse();
    }

    @Test
    void facets_count_categories_and_price_bands() {
        JsonNode facets = search("q", "gazebo").body().get("facets");
        assertThat(facets.get("categories").toString())
                .isEqualTo("[{\"slug\":\"tents\",\"name\":\"Tents and tarpaulins\",\"count\":3}]");
        assertThat(facets.get("priceBands").toString())
                .isEqualTo("[{\"currency\":\"EUR\",\"from\":0,\"to\":1000,\"count\":1},"
                        + "{\"currency\":\"EUR\",\"from\":2500,\"to\":5000,\"count\":1},"
                        + "{\"currency\":\"EUR\",\"from\":5000,\"to\":10000,\"count\":1}]");
    }

    @ParameterizedTest
    @CsvSource({
        "gazebos, T-100 T-200 T-300",
        "GAZEBO, T-100 T-200 T-300",
        "parties gazebo, T-100 T-200",
        "\"gazebo walls\", T-300",
        "gazebo -walls -cloth, T-100",
        "senor angstrom, T-400",
        "日本, T-400",
        "T-100, T-100",
        "t-40, T-400",
        "weather or soft, T-100 T-400"
    })
    void words_find(String text, String expected) {
        List<String> found = skus(search("q", text));
        assertThat(found).containsExactlyInAnyOrder(expected.split(" "));
    }

    @ParameterizedTest
    @CsvSource({
        "gazbeo, gazebo",
        "gazeboo, gazebo",
        "tarpaulin hamock, tarpaulin hammock",
        "zephirine, zephyrine",
    })
    void a_misspelt_word_is_corrected(String text, String meant) {
        Answer answer = search("q", text);
        assertThat(answer.body().path("correctedQuery").asText())
                .satisfiesAnyOf(
                        corrected -> assertThat(corrected).isEqualTo(meant),
                        corrected -> assertThat(corrected).isEqualTo(meant.replace("tarpaulin", "tarpaulins")));
        assertThat(skus(answer)).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "xqzwvkj",
                "the",
                "-gazebo",
                "'; drop table products; --",
                "!!!",
                "🚀",
                "a & | ! ( :*",
                "NO-SUCH-1"
            })
    void nonsense_finds_nothing(String text) {
        Answer answer = search("q", text);
        assertThat(skus(answer)).isEmpty();
        assertThat(answer.body().get("found").asInt()).isZero();
    }

    @Test
    void filters_narrow() {
        assertThat(skus(search("q", "gazebo", "available", "true"))).containsExactlyInAnyOrder("T-100", "T-200");
        assertThat(skus(search("q", "gazebo", "priceMin", "2500"))).containsExactlyInAnyOrder("T-100", "T-300");
        assertThat(skus(search("q", "gazebo", "priceMin", "900", "priceMax", "2500")))
                .containsExactlyInAnyOrder("T-200", "T-300");
        assertThat(skus(search("q", "gazebo", "priceMax", "9900", "currency", "CHF")))
                .isEmpty();
        assertThat(skus(search("q", "hammock", "category", "tents"))).containsExactly("T-400");
        assertThat(skus(search("q", "gazebo", "category", "no-such"))).isEmpty();
    }

    @Test
    void pages_of_a_narrow_search_follow_each_other_by_rank() {
        List<String> whole = skus(search("q", "zephyrine", "limit", "200"));
        assertThat(whole).hasSize(GENERATED / 5000);
        assertThat(allPages("zephyrine", 1)).isEqualTo(whole);
        List<String> lanternOfGlass = skus(search("q", "glass lantern", "limit", "200"));
        assertThat(allPages("glass lantern", 7)).startsWith(lanternOfGlass.toArray(new String[0]));
    }

    @Test
    void pages_of_a_broad_search_reach_every_product_once() {
        Answer first = search("q", "steel", "limit", "200");
        assertThat(first.body().get("facetsExact").asBoolean()).isFalse();
        assertThat(first.body().get("found").asInt()).isBetween(GENERATED / 2 - 2_500, GENERATED / 2 + 2_500);
        List<String> all = allPages("steel", 200);
        assertThat(all).hasSize(GENERATED / 2);
        assertThat(new HashSet<>(all)).hasSize(GENERATED / 2);
    }

    @Test
    void facets_of_a_broad_search_are_close() {
        Map<String, Integer> counts = new TreeMap<>();
        search("q", "steel")
                .body()
                .get("facets")
                .get("categories")
                .forEach(category -> counts.put(
                        category.get("slug").asText(), category.get("count").asInt()));
        assertThat(counts).hasSize(20);
        assertThat(counts.values()).allMatch(count -> count > 250 && count < 750);
    }

    @Test
    void the_beginning_of_a_sku_finds_all_that_begin_so() {
        assertThat(skus(search("q", "gen-0012", "limit", "200")))
                .hasSize(100)
                .allMatch(sku -> sku.startsWith("GEN-0012"));
        assertThat(skus(search("q", "GEN-001234"))).containsExactly("GEN-001234");
        assertThat(allPages("GEN-", 200)).hasSize(GENERATED);
    }

    private static List<String> allPages(String text, int limit) {
        List<String> skus = new ArrayList<>();
        String cursor = "";
        do {
            Answer page = search("q", text, "limit", "" + limit, "cursor", cursor);
            skus.addAll(skus(page));
            assertThat(page.body().has("facets")).isEqualTo(cursor.isEmpty());
            cursor = page.body().path("nextCursor").asText("");
        } while (!cursor.isEmpty());
        return skus;
    }

    @ParameterizedTest
    @CsvSource({
        "q,",
        "limit,0",
        "limit,1e3",
        "cursor,x",
        "cursor,WyJhIl0",
        "priceMin,-1",
        "priceMin,x",
        "priceMax,10000000001",
        "currency,EURO",
        "currency,eur",
        "available,yes"
    })
    void a_bad_parameter_is_named(String name, String value) {
        Answer answer = "q".equals(name) ? search() : search("q", "lamp", name, value);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body().get("errors").get(0).get("parameter").asText()).isEqualTo(name);
    }

    @Test
    void a_range_that_ends_before_it_begins_and_a_long_text_are_refused() {
        assertThat(search("q", "lamp", "priceMin", "5", "priceMax", "4").status())
                .isEqualTo(400);
        assertThat(search("q", "x".repeat(201)).status()).isEqualTo(400);
        assertThat(search("q", "x".repeat(200)).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "WORDS lamp 0 0 0 ID",
                "WORDS lamp 3 0 0 ID",
                "WORDS lamp 512 0 0 ID",
                "WORDS lamp 2 2 0 ID",
                "WORDS lamp 2 -1 0 ID",
                "WORDS lamp 1 9223372036854775807 0 ID",
                "WORDS lamp 1 0 NaN ID",
                "WORDS lamp 1 0 0 IDx",
                "WORDS LONG 1 0 0 ID",
                "EAT lamp 1 0 0 ID",
            })
    void a_forged_cursor_is_refused(String key) {
        String forged = key.replace("LONG", "x".repeat(201)).replace("ID", "01920000-0000-7000-8000-000000000000");
        Answer answer = search("q", "lamp", "cursor", Cursor.of((Object[]) forged.split(" ")));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body().get("errors").get(0).get("parameter").asText()).isEqualTo("cursor");
    }
}
