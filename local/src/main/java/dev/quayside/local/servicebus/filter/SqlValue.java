package dev.quayside.local.servicebus.filter;

/** An expression with a value; {@code null} is SQL's unknown. */
@FunctionalInterface
interface SqlValue {

    Object of(MessageProperties message);
}
