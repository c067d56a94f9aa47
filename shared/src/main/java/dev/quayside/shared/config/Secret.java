package dev.quayside.shared.config;

import java.util.function.Supplier;

/** A value that must not show up in a log, an exception or a debugger's summary. */
public final class Secret {

    private final Supplier<String> value;

    private Secret(Supplier<String> value) {
        this.value = value;
    }

    public static Secret of(String value) {
        return new Secret(() -> value);
    }

    /** A secret whose value is looked up each time it is needed, so that a rotated one needs no restart. */
    static Secret of(Supplier<String> value) {
        return new Secret(value);
    }

    /** The value in clear: call it where it is handed to the library that needs it, and keep it nowhere. */
    public String reveal() {
        return value.get();
    }

    @Override
    public String toString() {
        return "***";
    }
}
