package dev.quayside.local.functions.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RouterTest {

    @ParameterizedTest
    @CsvSource({
        "orders/{id}, /orders/7, true",
        "orders/{id}, /Orders/7, true",
        "orders/{id}, /orders/7/, true",
        "orders/{id}, /orders, false",
        "orders/{id}, /orders/, false",
        "orders/{id}, /orders//, false",
        "orders/{id}, /orders/7/8, false",
        "orders/{id?}, /orders, true",
        "orders/{id:int?}, /orders/x, false",
        "orders/{id=5}, /orders, true",
        "files/{*rest}, /files, true",
        "files/{*rest}, /files/a/b, true",
        "n/{x:int}, /n/2147483647, true",
        "n/{x:int}, /n/2147483648, false",
        "n/{x:long}, /n/-9223372036854775808, true",
        "n/{x:guid}, /n/0af76519-16cd-43dd-8448-eb211c80319c, true",
        "n/{x:guid}, /n/0AF7651916CD43DD8448EB211C80319C, true",
        "n/{x:guid}, /n/0af76519-16cd-43dd-8448-eb211c80319, false",
        "n/{x:bool}, /n/TRUE, true",
        "n/{x:bool}, /n/1, false",
        "n/{x:alpha}, /n/abc, true",
        "n/{x:alpha}, /n/a1, false",
        "n/{x:decimal}, /n/1.5, true",
        "n/{x:decimal}, /n/1-5, false",
        "n/{x:min(3)}, /n/2, false",
        "n/{x:max(3)}, /n/3, true",
        "n/{x:minlength(2):maxlength(3)}, /n/abcd, false",
        "n/{x:length(2)}, /n/ab, true",
        "n/{x:regex(^a:[0-9]+$)}, /n/a:12, true",
        "n/{x:regex(^a:[0-9]+$)}, /n/a:x, false",
        "a/b, /a/./b, true",
        "a/b, /a/c/../b, true",
        "a/b, /../a/b, true",
        "a/b, /a%2Fb, false",
    })
    void a_template_matches_as_in_aspnet(String template, String path, boolean matches) {
        assertThat(match(template, path) != null).isEqualTo(matches);
    }

    @Test
    void values_are_decoded_but_an_escaped_slash_stays_escaped() {
        assertThat(match("x/{a}/{b}", "/x/%C3%9F+%25/a%2Fb")).isEqualTo(Map.of("a", "ß+%", "b", "a%2Fb"));
        assertThat(match("x/{a}", "/x/%zz%4")).isEqualTo(Map.of("a", "%zz%4"));
    }

    @Test
    void what_the_path_leaves_out_has_no_value() {
        assertThat(match("x/{a?}", "/x")).isEmpty();
        assertThat(match("x/{*a}", "/x")).isEmpty();
        assertThat(match("x/{a=5}", "/x")).isEqualTo(Map.of("a", "5"));
        assertThat(match("x/{*a}", "/x/1/2")).isEqualTo(Map.of("a", "1/2"));
    }

    @Test
    void range_and_length_have_inclusive_bounds() {
        assertThat(match("n/{x:range(3,5)}", "/n/3")).isNotNull();
        assertThat(match("n/{x:range(3,5)}", "/n/5")).isNotNull();
        assertThat(match("n/{x:range(3,5)}", "/n/6")).isNull();
        assertThat(match("n/{x:length(1,2)}", "/n/ab")).isNotNull();
        assertThat(match("n/{x:length(1,2)}", "/n/abc")).isNull();
    }

    @Test
    void the_first_route_that_matches_wins_and_a_wrong_method_is_no_match() {
        var router = new Router<String>();
        router.add(RouteTemplate.parse("a/{id}"), List.of("GET"), "first");
        router.add(RouteTemplate.parse("a/special"), List.of("GET", "POST"), "second");
        assertThat(router.match("GET", "/a/special").target()).isEqualTo("first");
        assertThat(router.match("POST", "/a/special").target()).isEqualTo("second");
        assertThat(router.match("HEAD", "/a/special")).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a//b",
                "a/{",
                "a/{}",
                "a/{1x}",
                "a/{x}.json",
                "a/{x?}/b",
                "a/{*x}/b",
                "a/{x}/{x}",
                "a/{x:colour}",
                "a/{x:min(a)}",
                "a/{x:range(1)}",
                "a/{x:regex([)}"
            })
    void a_template_that_is_not_valid_is_refused(String template) {
        assertThatIllegalArgumentException().isThrownBy(() -> RouteTemplate.parse(template));
    }

    private static Map<String, String> match(String template, String path) {
        var router = new Router<String>();
        router.add(RouteTemplate.parse(template), List.of("GET"), "target");
        var match = router.match("GET", path);
        return match == null ? null : match.values();
    }
}
