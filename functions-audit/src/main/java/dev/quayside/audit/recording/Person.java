package dev.quayside.audit.recording;

import dev.quayside.shared.gdpr.Pseudonym;
import dev.quayside.shared.kernel.Ids;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;

/** Customers in entries: by id until they are forgotten, by pseudonym from then on. */
public final class Person {

    private static final String CLIENT = "client:";

    /** Customer ids are random (version 4) or by time (7): only pseudonyms are of this one. */
    private static final int VERSION_OF_PSEUDONYMS = 8;

    private Person() {}

    /** The pseudonym of a customer, whichever of their two names is given. */
    public static UUID pseudonym(UUID name) {
        return isPseudonym(name) ? name : Pseudonym.of(name);
    }

    private static boolean isPseudonym(UUID name) {
        return name.version() == VERSION_OF_PSEUDONYMS;
    }

    /** The customers that an entry names by id: whose data it is about, who did it, and on whom. */
    static Set<UUID> of(Entry entry) {
        Set<UUID> named = new HashSet<>();
        if (entry.customerId() != null) {
            named.add(entry.customerId());
        }
        client(entry.actor()).ifPresent(named::add);
        if (entry.subjectType().equals("customer")) {
            Ids.parse(entry.subjectId()).ifPresent(named::add);
        }
        named.removeIf(Person::isPseudonym);
        return named;
    }

    private static Optional<UUID> client(String actor) {
        return actor.startsWith(CLIENT) ? Ids.parse(actor.substring(CLIENT.length())) : Optional.empty();
    }

    /** A text that names the customer by pseudonym, or as "customer" where it says who acted. */
    static String withoutName(String text, UUID customerId) {
        String id = customerId.toString();
        if (text.equalsIgnoreCase(CLIENT + id)) {
            return "customer";
        }
        return text.length() < id.length()
                ? text
                : Pattern.compile(id, Pattern.CASE_INSENSITIVE | Pattern.LITERAL)
                        .matcher(text)
                        .replaceAll(pseudonym(customerId).toString());
    }
}
