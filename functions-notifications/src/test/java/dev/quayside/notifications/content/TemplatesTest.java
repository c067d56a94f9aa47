package dev.quayside.notifications.content;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quayside.notifications.content.Rendering.Rendered;
import dev.quayside.notifications.content.Rendering.Unrenderable;
import dev.quayside.shared.kernel.Money;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class TemplatesTest {

    private static final String ATTACK = "<script>alert('x')</script> & \"co\"";

    private final Templates templates = new Templates();

    static Stream<Arguments> kindsAndLanguages() {
        return Stream.of(Kind.values())
                .flatMap(kind -> Stream.of(Language.values()).map(language -> Arguments.of(kind, language)));
    }

    /** Every variable the kind needs, each with a value that can be found again. */
    private Map<String, Object> values(Kind kind) {
        Map<String, Object> values = new HashMap<>();
        templates.required(kind).forEach(name -> values.put(name, "the " + name));
        return values;
    }

    private Texts texts(Kind kind, Language language, String name, Map<String, ?> values) {
        return ((Rendered) templates.render(kind.slug(), language, name, values)).texts();
    }

    private String fault(String template, Map<String, ?> values) {
        return ((Unrenderable) templates.render(template, Language.EN, "", values)).reason();
    }

    @ParameterizedTest
    @MethodSource("kindsAndLanguages")
    void every_kind_has_every_text_in_every_language(Kind kind, Language language) {
        Texts texts = texts(kind, language, "Alice", values(kind));

        for (String text : new String[] {texts.title(), texts.inApp(), texts.email(), texts.sms()}) {
            assertThat(text).isNotBlank().doesNotContain("{{", "}}", "null");
        }
        assertThat(texts.title()).doesNotContain("\n").hasSizeLessThan(80);
        assertThat(texts.sms()).startsWith("Quayside: ");
        assertThat(texts.email())
                .startsWith("<!DOCTYPE html>\n<html lang=\"" + language.code() + "\">")
                .contains("Alice")
                .endsWith("</html>\n");
    }

    @ParameterizedTest
    @MethodSource("kindsAndLanguages")
    void every_language_needs_the_same_variables(Kind kind, Language language) {
        for (String variable : templates.required(kind)) {
            Map<String, Object> values = values(kind);
            values.remove(variable);

            assertThat(templates.render(kind.slug(), language, "", values))
                    .isEqualTo(new Unrenderable("the variable " + variable + " is missing"));
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void a_value_that_nobody_asked_for_does_no_harm(Kind kind) {
        Map<String, Object> values = values(kind);
        values.put("addedLater", "surprise");

        assertThat(texts(kind, Language.EN, "", values).toString()).doesNotContain("surprise");
    }

    @Test
    void values_are_escaped_in_emails_and_nowhere_else() {
        Texts texts = texts(Kind.MESSAGE, Language.EN, ATTACK, Map.of("title", ATTACK, "text", ATTACK));

        assertThat(texts.email()).doesNotContain("<script>").contains("&lt;script&gt;", "&amp;", "&quot;co&quot;");
        assertThat(texts.title()).isEqualTo(ATTACK);
        assertThat(texts.inApp()).isEqualTo(ATTACK);
        assertThat(texts.sms()).isEqualTo("Quayside: " + ATTACK + ". " + ATTACK);
    }

    @Test
    void a_template_in_a_value_is_just_text() {
        Texts texts = texts(Kind.MESSAGE, Language.EN, "{{title}}", Map.of("title", "{{{text}}}", "text", "{{name}}"));

        assertThat(texts.title()).isEqualTo("{{{text}}}");
        assertThat(texts.inApp()).isEqualTo("{{name}}");
    }

    @Test
    void a_line_break_in_a_title_cannot_begin_another_header() {
        Map<String, String> values = Map.of("title", "Hello\r\nBcc: eve@example.com\u0000!", "text", "x");

        assertThat(texts(Kind.MESSAGE, Language.EN, "", values).title()).isEqualTo("Hello Bcc: eve@example.com !");
    }

    @Test
    void a_template_that_nobody_has_is_told() {
        assertThat(fault("order-eaten", Map.of())).isEqualTo("there is no template of this name");
        assertThat(fault("../../secret", Map.of())).isEqualTo("there is no template of this name");
    }

    @Test
    void a_blank_value_is_a_missing_one() {
        assertThat(fault("message", Map.of("title", "x", "text", " "))).isEqualTo("the variable text is missing");
    }

    @Test
    void a_value_has_at_most_2000_characters_and_a_title_200() {
        assertThat(texts(Kind.MESSAGE, Language.EN, "", Map.of("title", "t".repeat(200), "text", "x".repeat(2000))))
                .isNotNull();
        assertThat(fault("message", Map.of("title", "t", "text", "x".repeat(2001))))
                .isEqualTo("the variable text is longer than 2000 characters");
        assertThat(fault("message", Map.of("title", "t".repeat(201), "text", "x")))
                .isEqualTo("the title is longer than 200 characters");
    }

    @Test
    void moments_are_written_as_people_write_them() {
        Map<String, Object> values =
                Map.of("expiresAt", Instant.parse("2026-11-21T23:05:00Z").atZone(ZoneId.of("Europe/Berlin")));

        assertThat(texts(Kind.EXPORT_READY, Language.EN, "", values).inApp())
                .endsWith("until 22 November 2026, 00:05 (Europe/Berlin).");
        assertThat(texts(Kind.EXPORT_READY, Language.DE, "", values).inApp())
                .endsWith("bis 22. November 2026, 00:05 Uhr (Europe/Berlin).");
    }

    @Test
    void amounts_are_written_as_people_write_them() {
        Map<String, Object> values = Map.of("orderId", "1", "amount", Money.of(123_456, "EUR"));

        assertThat(texts(Kind.PAYMENT_REFUNDED, Language.EN, "", values).inApp())
                .startsWith("€1,234.56 of");
        assertThat(texts(Kind.PAYMENT_REFUNDED, Language.DE, "", values).inApp())
                .startsWith("1.234,56 € der");
        assertThat(texts(Kind.PAYMENT_REFUNDED, Language.DE, "", Map.of("orderId", "1", "amount", Money.of(500, "JPY")))
                        .inApp())
                .startsWith("500 ");
    }

    @Test
    void a_flag_switches_its_passage_on() {
        Map<String, Object> values = new HashMap<>(Map.of("orderId", "1"));
        assertThat(texts(Kind.ORDER_REJECTED, Language.EN, "", values).sms()).doesNotContain("sold out");

        values.put("outOfStock", true);

        assertThat(texts(Kind.ORDER_REJECTED, Language.EN, "", values).sms()).contains("An article is sold out.");
        assertThat(texts(Kind.ORDER_REJECTED, Language.DE, "", values).inApp()).contains("ausverkauft");
        assertThat(templates.required(Kind.ORDER_REJECTED)).containsExactly("orderId");
        assertThat(templates.known(Kind.ORDER_REJECTED)).contains("orderId", "outOfStock");
    }

    @Test
    void who_has_no_name_is_greeted_without_one() {
        Map<String, Object> values = values(Kind.ORDER_DELIVERED);

        assertThat(texts(Kind.ORDER_DELIVERED, Language.EN, "Zoë", values).email())
                .contains("<p>Hello Zoë,</p>");
        assertThat(texts(Kind.ORDER_DELIVERED, Language.EN, "", values).email()).contains("<p>Hello,</p>");
    }

    @ParameterizedTest
    @CsvSource({
        "de, DE",
        "de-DE, DE",
        "de-AT, DE",
        "DE, DE",
        "en-GB, EN",
        "fr-FR, EN",
        "tlh, EN",
        "xx_!!, EN",
        "'', EN",
        ", EN"
    })
    void a_language_that_nobody_writes_falls_back_to_english(String tag, Language expected) {
        assertThat(Language.of(tag)).isEqualTo(expected);
    }
}
