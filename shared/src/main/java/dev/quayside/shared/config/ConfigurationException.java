package dev.quayside.shared.config;

import java.util.List;

/** Settings that are missing or wrong, all of them, by name and without values. */
public final class ConfigurationException extends RuntimeException {

    private final List<String> faults;

    ConfigurationException(List<String> faults) {
        super("Settings to correct: " + String.join("; ", faults));
        this.faults = List.copyOf(faults);
    }

    /** One sentence a fault. */
    public List<String> faults() {
        return faults;
    }
}
