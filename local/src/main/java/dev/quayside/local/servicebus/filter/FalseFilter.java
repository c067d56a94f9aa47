package dev.quayside.local.servicebus.filter;

/** Takes no message. */
public record FalseFilter() implements Filter {

    @Override
    public boolean matches(MessageProperties message) {
        return false;
    }
}
