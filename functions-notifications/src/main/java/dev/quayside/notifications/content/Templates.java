package dev.quayside.notifications.content;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.MustacheException;
import com.samskivert.mustache.Template;
import dev.quayside.notifications.content.Rendering.Rendered;
import dev.quayside.notifications.content.Rendering.Unrenderable;
import dev.quayside.shared.kernel.Money;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.ZonedDateTime;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The templates in {@code templates/<language>/<kind>/} of the class path, compiled at first use. A template that lacks
 * a value gives no text at all.
 */
public final class Templates {

    /** How the customer is called; every template may use it, and it is empty for somebody we do not know. */
    static final String NAME = "name";

    /** Of a value in characters; a text message would have a dozen parts. */
    public static final int LONGEST_VALUE = 2_000;

    private static final int LONGEST_TITLE = 200;

    private final Map<String, Suite> suites = new ConcurrentHashMap<>();

    private record Suite(
            Template title, Template inApp, Template email, Template sms, Template layout, Variables variables) {}

    /** The variables that a notification of this kind must be given. */
    public Set<String> required(Kind kind) {
        return suite(kind, Language.EN).variables.required();
    }

    /** The variables that it may be given: those, and flags that switch a passage on. */
    public Set<String> known(Kind kind) {
        return suite(kind, Language.EN).variables.known();
    }

    /**
     * Puts values into the templates of a kind.
     *
     * @param template the kind's slug, perhaps of a kind that does not exist
     * @param name of the customer; empty if it is not known
     * @param values texts, amounts of {@link Money}, moments as {@link ZonedDateTime}, and true for flags
     */
    public Rendering render(String template, Language language, String name, Map<String, ?> values) {
        Optional<Kind> kind = Kind.named(template);
        if (kind.isEmpty()) {
            return new Unrenderable("there is no template of this name");
        }
        Suite suite = suite(kind.get(), language);
        Map<String, Object> written = new HashMap<>();
        values.forEach((key, value) -> written.put(key, written(value, language)));
        written.put(NAME, name);
        Optional<String> fault = fault(suite.variables, written);
        return fault.isPresent() ? new Unrenderable(fault.get()) : render(suite, written);
    }

    private static Object written(Object value, Language language) {
        if (value instanceof Money money) {
            return language.format(money);
        }
        return value instanceof ZonedDateTime moment ? language.format(moment) : value;
    }

    private static Optional<String> fault(Variables variables, Map<String, Object> values) {
        for (String variable : variables.required()) {
            Object value = values.get(variable);
            if (value == null || value.toString().isBlank()) {
                return Optional.of("the variable " + variable + " is missing");
            }
        }
        return values.entrySet().stream()
                .filter(entry ->
                        entry.getValue() != null && entry.getValue().toString().length() > LONGEST_VALUE)
                .map(entry -> "the variable " + entry.getKey() + " is longer than " + LONGEST_VALUE + " characters")
                .findFirst();
    }

    private static Rendering render(Suite suite, Map<String, Object> values) {
        try {
            // A line break in the subject of an e-mail would begin another header.
            String title =
                    suite.title.execute(values).replaceAll("\\p{Cntrl}+", " ").strip();
            if (title.length() > LONGEST_TITLE) {
                return new Unrenderable("the title is longer than " + LONGEST_TITLE + " characters");
            }
            String passage = suite.email.execute(values);
            return new Rendered(new Texts(
                    title,
                    suite.inApp.execute(values).strip(),
                    suite.layout.execute(Map.of("title", title, "passage", passage)),
                    suite.sms.execute(values).strip()));
        } catch (MustacheException e) {
            return new Unrenderable("the template does not fit: " + e.getMessage());
        }
    }

    private Suite suite(Kind kind, Language language) {
        return suites.computeIfAbsent(language.code() + "/" + kind.slug(), folder -> load(folder, language));
    }

    private static Suite load(String folder, Language language) {
        Template title = plain(folder + "/title.txt");
        Template inApp = plain(folder + "/in-app.txt");
        Template email = html(folder + "/email.html");
        Template sms = plain(folder + "/sms.txt");
        Variables variables = new Variables(new TreeSet<>(), new TreeSet<>());
        for (Template template : new Template[] {title, inApp, email, sms}) {
            template.visit(variables);
        }
        return new Suite(title, inApp, email, sms, html(language.code() + "/layout.html"), variables);
    }

    private static Template plain(String path) {
        return Mustache.compiler().escapeHTML(false).emptyStringIsFalse(true).compile(read(path));
    }

    private static Template html(String path) {
        return Mustache.compiler().escapeHTML(true).emptyStringIsFalse(true).compile(read(path));
    }

    private static String read(String path) {
        try (InputStream in = Templates.class.getResourceAsStream("/templates/" + path)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
