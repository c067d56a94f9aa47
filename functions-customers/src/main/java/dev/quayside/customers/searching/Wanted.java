package dev.quayside.customers.searching;

import dev.quayside.shared.kernel.Ids;
import java.util.UUID;
import java.util.regex.Pattern;

/** Whom an employee looks for, as the form of what they typed tells. */
sealed interface Wanted {

    int SHORTEST = 1;
    int LONGEST = 200;

    /** @return what the search goes by, for the record; never what was typed */
    String by();

    /** The number of an order, or of a customer. */
    record ById(UUID id) implements Wanted {
        @Override
        public String by() {
            return "order";
        }
    }

    /**
     * The end of a phone number, with or without its country code.
     *
     * @param digits without the zeros that one dials before it
     */
    record ByPhone(String digits) implements Wanted {
        @Override
        public String by() {
            return "phone";
        }

        String backwards() {
            return new StringBuilder(digits).reverse().toString();
        }
    }

    /** An e-mail address. */
    record ByEmail(String address) implements Wanted {
        @Override
        public String by() {
            return "email";
        }

        /** What is particular to the person. */
        String localPart() {
            return address.substring(0, address.indexOf('@'));
        }

        @Override
        public String toString() {
            return "ByEmail";
        }
    }

    /** Words of a name. */
    record ByName(String words) implements Wanted {
        @Override
        public String by() {
            return "name";
        }

        @Override
        public String toString() {
            return "ByName";
        }
    }

    /** @param text of 1 to 200 characters */
    static Wanted of(String text) {
        return Ids.parse(text).<Wanted>map(ById::new).orElseGet(() -> Forms.read(text));
    }

    /** What the texts look like. */
    final class Forms {
        private static final Pattern PHONE = Pattern.compile("[+0-9 ()/.-]+");
        /** As in +49 (0)30: to be left out after the country code. */
        private static final Pattern TRUNK_ZERO = Pattern.compile("^(\\+|00)([0-9 ]+)\\(0\\)");

        private static final Pattern NO_DIGITS = Pattern.compile("[^0-9]+");
        private static final Pattern DIALLED = Pattern.compile("^0+");
        private static final int FEWEST_DIGITS = 4;

        private Forms() {}

        private static Wanted read(String text) {
            if (PHONE.matcher(text).matches()) {
                String dialled = TRUNK_ZERO.matcher(text).replaceFirst("$1$2");
                String digits = NO_DIGITS.matcher(dialled).replaceAll("");
                String significant = DIALLED.matcher(digits).replaceAll("");
                if (significant.length() >= FEWEST_DIGITS) {
                    return new ByPhone(significant);
                }
            }
            return text.indexOf('@') > 0 ? new ByEmail(text) : new ByName(text);
        }
    }
}
