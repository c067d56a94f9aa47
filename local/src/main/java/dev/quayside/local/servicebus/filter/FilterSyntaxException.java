package dev.quayside.local.servicebus.filter;

/** An SQL filter that cannot be read. The message says what was expected, and where. */
public final class FilterSyntaxException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    FilterSyntaxException(String problem, String expression, int position) {
        super("%s at position %d of the filter: %s".formatted(problem, position + 1, expression));
    }
}
