package dev.quayside.local.servicebus.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SqlFilterTest {

    private static final MessageProperties MESSAGE = new MessageProperties(
            "id-1",
            "correlation",
            null,
            null,
            "order",
            null,
            null,
            "text/plain",
            null,
            Map.of(
                    "type",
                    "placed",
                    "amount",
                    100,
                    "price",
                    9.5,
                    "paid",
                    true,
                    "at",
                    Instant.ofEpochMilli(1_000),
                    "odd name",
                    "yes",
                    "quote",
                    "it's"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1 = 1",
                "TRUE",
                "paid",
                "paid = true",
                "NOT paid = FALSE",
                "type = 'placed'",
                "user.type = 'placed'",
                "sys.Label = 'order'",
                "SYS.label = 'order'",
                "sys.Subject = 'order' AND sys.MessageId = 'id-1'",
                "amount = 100",
                "amount >= 100 AND amount <= 100",
                "amount <> 99",
                "amount != 99",
                "amount > 99.5",
                "amount < 1e3",
                "amount + 1 = 101",
                "amount * 2 - 100 = 100",
                "(amount + 50) / 3 = 50",
                "amount % 7 = 2",
                "-amount < 0",
                "price = 9.5",
                "at = 1000",
                "type IN ('paid', 'placed')",
                "type NOT IN ('paid', 'shipped')",
                "type LIKE 'pl%'",
                "type LIKE '_laced'",
                "type NOT LIKE 'x%'",
                "'100%' LIKE '100!%' ESCAPE '!'",
                "quote = 'it''s'",
                "[odd name] = 'yes'",
                "\"odd name\" = 'yes'",
                "missing IS NULL",
                "type IS NOT NULL",
                "EXISTS(type)",
                "NOT EXISTS(missing)",
                "EXISTS(sys.Label)",
                "type = 'x' OR type = 'placed'",
                "type = 'placed' OR missing = 1",
                "(type = 'x' OR type = 'placed') AND (amount = 100)",
                "((amount)) = ((100))",
                "property('type') = 'placed'",
                "p('amount') > 1",
                "newid() IS NOT NULL",
                "type + '!' = 'placed!'",
            })
    void takes_the_message(String expression) {
        assertThat(SqlFilter.parse(expression).matches(MESSAGE)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1 = 2",
                "FALSE",
                "type = 'PLACED'",
                "missing = 1",
                "NOT missing = 1",
                "missing <> 1",
                "missing IN (1, 2)",
                "missing NOT IN (1, 2)",
                "missing LIKE '%'",
                "type = 100",
                "amount / 0 = 1",
                "type = 'placed' AND missing = 1",
                "amount",
                "NULL = NULL",
                "EXISTS(missing)",
                "sys.To = 'anybody'",
            })
    void leaves_the_message(String expression) {
        assertThat(SqlFilter.parse(expression).matches(MESSAGE)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a =",
                "= 1",
                "a = 1 AND",
                "a = 1 b",
                "(a = 1",
                "a = 1)",
                "a LIKE b",
                "a IN ()",
                "a IN 1",
                "a IS 1",
                "a NOT 1",
                "'open",
                "[open",
                "a = 1.2.3",
                "a & b",
                "unknown(a)",
                "sys.Nothing = 1",
                "other.a = 1",
                "SELECT 1",
            })
    void refuses_what_is_not_a_condition(String expression) {
        assertThatThrownBy(() -> SqlFilter.parse(expression)).isInstanceOf(FilterSyntaxException.class);
    }

    @Test
    void says_where_the_fault_is() {
        assertThatThrownBy(() -> SqlFilter.parse("a = 1 AND b >"))
                .hasMessage("Expected a value, found the end at position 14 of the filter: a = 1 AND b >");
    }

    @Test
    void refuses_nesting_that_would_exhaust_the_stack() {
        String deep = "(".repeat(5_000) + "a" + ")".repeat(5_000) + " = 1";

        assertThatThrownBy(() -> SqlFilter.parse(deep)).hasMessageStartingWith("Nested too deeply");
    }

    @Test
    void keeps_the_expression_as_it_was_written() {
        assertThat(SqlFilter.parse(" a  = 1").expression()).isEqualTo(" a  = 1");
    }
}
