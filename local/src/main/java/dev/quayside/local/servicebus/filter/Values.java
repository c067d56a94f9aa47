package dev.quayside.local.servicebus.filter;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Instant;
import java.util.OptionalInt;
import java.util.UUID;

/** Comparison and arithmetic over the value types that AMQP application properties have. */
final class Values {

    private Values() {}

    /** Compares two values; empty when their types have no common order. */
    static OptionalInt compare(Object left, Object right) {
        BigDecimal leftNumber = number(left);
        BigDecimal rightNumber = number(right);
        if (leftNumber != null && rightNumber != null) {
            return OptionalInt.of(leftNumber.compareTo(rightNumber));
        }
        if (left instanceof String a && right instanceof String b) {
            return OptionalInt.of(a.compareTo(b));
        }
        if (left instanceof Boolean a && right instanceof Boolean b) {
            return OptionalInt.of(a.compareTo(b));
        }
        if (left instanceof UUID || right instanceof UUID) {
            return OptionalInt.of(String.valueOf(left).compareToIgnoreCase(String.valueOf(right)));
        }
        return OptionalInt.empty();
    }

    /** The number in a value, or {@code null} when it holds none (also for NaN and infinity). */
    static BigDecimal number(Object value) {
        if (value instanceof BigDecimal decimal) {
            return decimal;
        }
        if (value instanceof Instant instant) {
            // A filter that was sent by the SDK has its points in time as milliseconds.
            return BigDecimal.valueOf(instant.toEpochMilli());
        }
        if (!(value instanceof Number number)) {
            return null;
        }
        try {
            // By way of text: the AMQP unsigned types are Numbers that print their unsigned value.
            return new BigDecimal(number.toString());
        } catch (NumberFormatException notFinite) {
            return null;
        }
    }

    /** The result of an arithmetic operator; {@code null} (unknown) when it is not defined. */
    static Object arithmetic(String operator, Object left, Object right) {
        if (operator.equals("+") && left instanceof String a && right instanceof String b) {
            return a + b;
        }
        BigDecimal a = number(left);
        BigDecimal b = number(right);
        if (a == null || b == null) {
            return null;
        }
        boolean byZero = b.signum() == 0;
        return switch (operator) {
            case "+" -> a.add(b);
            case "-" -> a.subtract(b);
            case "*" -> a.multiply(b);
            case "/" -> byZero ? null : a.divide(b, MathContext.DECIMAL64);
            case "%" -> byZero ? null : a.remainder(b);
            default -> throw new IllegalArgumentException(operator);
        };
    }
}
