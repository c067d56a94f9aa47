package dev.quayside.local.servicebus.filter;

/** Takes every message: the filter of the rule {@code $Default}. */
public record TrueFilter() implements Filter {

    @Override
    public boolean matches(MessageProperties message) {
        return true;
    }
}
