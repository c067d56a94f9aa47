package dev.quayside.shared.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * Reads app settings into typed records and reports every fault at once, by name and never with its value.
 *
 * <p>A setting is an environment variable; a JVM system property of the same name wins over it (the order that
 * azure-core's own configuration has), which is how several apps share one process on the local platform.
 */
public final class Settings {

    private final UnaryOperator<String> source;
    private final SecretResolver secrets;
    private final List<String> faults = new ArrayList<>();

    private Settings(UnaryOperator<String> source) {
        this.source = source;
        this.secrets = new SecretResolver(source.apply("KEY_VAULT_URL"));
    }

    /**
     * Reads the settings of this process.
     *
     * @throws ConfigurationException if any setting is missing or wrong; it names them all
     */
    public static <T> T ofEnvironment(Function<Settings, T> reader) {
        return load(new Settings(Settings::propertyOrVariable), reader);
    }

    /**
     * Reads settings from a map, for tests.
     *
     * @throws ConfigurationException if any setting is missing or wrong; it names them all
     */
    public static <T> T of(Map<String, String> values, Function<Settings, T> reader) {
        return load(new Settings(values::get), reader);
    }

    private static <T> T load(Settings settings, Function<Settings, T> reader) {
        T read = reader.apply(settings);
        if (!settings.faults.isEmpty()) {
            throw new ConfigurationException(settings.faults);
        }
        return read;
    }

    private static String propertyOrVariable(String name) {
        String property = System.getProperty(name);
        return property != null ? property : System.getenv(name);
    }

    public Optional<String> optional(String name) {
        return Optional.ofNullable(source.apply(name)).map(String::strip).filter(value -> !value.isEmpty());
    }

    /** A setting that must be there. A missing one is noted as a fault and read as an empty string. */
    public String text(String name) {
        return optional(name).orElseGet(() -> fault(name + " is missing", ""));
    }

    public String text(String name, String fallback) {
        return optional(name).orElse(fallback);
    }

    /** A whole number from {@code least} to {@code most}. */
    public int integer(String name, int fallback, int least, int most) {
        Optional<String> text = optional(name);
        if (text.isEmpty()) {
            return fallback;
        }
        try {
            int value = Integer.parseInt(text.get());
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException notANumber) {
            // told below, together with the range
        }
        return fault(name + " must be a whole number from " + least + " to " + most, fallback);
    }

    /** An absolute http or https address that must be there. */
    public URI uri(String name) {
        String text = text(name);
        try {
            URI uri = new URI(text);
            if (uri.getHost() != null && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
                return uri;
            }
        } catch (URISyntaxException notAnAddress) {
            // told below, without the value
        }
        URI placeholder = URI.create("http://unset.invalid");
        return text.isEmpty() ? placeholder : fault(name + " must be an http or https address", placeholder);
    }

    /** A secret that must be there: the value itself, or {@code keyvault:<name>}. */
    public Secret secret(String name) {
        String text = text(name);
        if (!text.startsWith(SecretResolver.PREFIX)) {
            return Secret.of(text);
        }
        return secrets.canResolve()
                ? secrets.resolve(text)
                : fault(name + " refers to Key Vault, but KEY_VAULT_URL is missing", Secret.of(""));
    }

    /** Notes a fault that only the reader can see, such as two settings that exclude each other. */
    public <T> T fault(String sentence, T placeholder) {
        faults.add(sentence);
        return placeholder;
    }
}
