package dev.quayside.local.servicebus.filter;

import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/** A condition with SQL's three values: true, false, and {@code null} for unknown. */
@FunctionalInterface
interface SqlCondition {

    Boolean test(MessageProperties message);

    static SqlCondition and(SqlCondition left, SqlCondition right) {
        return message -> {
            Boolean a = left.test(message);
            if (Boolean.FALSE.equals(a)) {
                return false;
            }
            Boolean b = right.test(message);
            return Boolean.FALSE.equals(b) ? Boolean.FALSE : a == null ? null : b;
        };
    }

    static SqlCondition or(SqlCondition left, SqlCondition right) {
        return not(and(not(left), not(right)));
    }

    static SqlCondition not(SqlCondition condition) {
        return message -> {
            Boolean value = condition.test(message);
            return value == null ? null : !value;
        };
    }

    static SqlCondition compare(String operator, SqlValue left, SqlValue right) {
        return message -> {
            Object a = left.of(message);
            Object b = right.of(message);
            if (a == null || b == null) {
                return null;
            }
            OptionalInt order = Values.compare(a, b);
            return order.isEmpty() ? null : holds(operator, order.getAsInt());
        };
    }

    private static boolean holds(String operator, int order) {
        return switch (operator) {
            case "=" -> order == 0;
            case "<>", "!=" -> order != 0;
            case "<" -> order < 0;
            case "<=" -> order <= 0;
            case ">" -> order > 0;
            case ">=" -> order >= 0;
            default -> throw new IllegalArgumentException(operator);
        };
    }

    static SqlCondition isNull(SqlValue value) {
        return message -> value.of(message) == null;
    }

    static SqlCondition in(SqlValue value, List<SqlValue> candidates) {
        SqlCondition any = message -> false;
        for (SqlValue candidate : candidates) {
            any = or(any, compare("=", value, candidate));
        }
        return any;
    }

    static SqlCondition like(SqlValue value, Pattern pattern) {
        return message -> value.of(message) instanceof String text
                ? (Boolean) pattern.matcher(text).matches()
                : null;
    }
}
