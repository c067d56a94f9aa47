package dev.quayside.local.servicebus.config;

import java.nio.file.Path;

/** A configuration file that cannot be used; the message names the file and the place in it. */
public final class ConfigException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ConfigException(Path file, String place, String problem) {
        super("%s: %s: %s".formatted(file, place, problem));
    }

    ConfigException(Path file, String problem, Throwable cause) {
        super("%s: %s".formatted(file, problem), cause);
    }
}
