package dev.quayside.local.functions.staging;

import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** App settings, as bindings use them: {@code %NAME%} anywhere in a text, and names of connections. */
public final class Settings {
    private static final Pattern REFERENCE = Pattern.compile("%([^%]+)%");

    private final Map<String, String> values;

    public Settings(Map<String, String> values) {
        this.values = Map.copyOf(values);
    }

    public Optional<String> get(String name) {
        return Optional.ofNullable(values.get(name));
    }

    /**
     * Puts the settings' values in the place of {@code %NAME%}.
     *
     * @throws InvalidBindingException naming every setting that is missing
     */
    String resolve(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        var missing = new TreeSet<String>();
        String resolved = REFERENCE.matcher(text).replaceAll(found -> {
            String value = values.get(found.group(1));
            if (value == null) {
                missing.add(found.group(1));
                return "";
            }
            return Matcher.quoteReplacement(value);
        });
        if (!missing.isEmpty()) {
            throw new InvalidBindingException("the setting " + String.join(", ", missing) + " is missing");
        }
        return resolved;
    }
}
