package dev.quayside.local.servicebus.filter;

/** A condition on a message's properties. */
public sealed interface Filter permits TrueFilter, FalseFilter, CorrelationFilter, SqlFilter {

    boolean matches(MessageProperties message);
}
