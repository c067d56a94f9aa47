package dev.quayside.customers.preferences;

import dev.quayside.shared.http.Check;
import dev.quayside.shared.http.Validated;

/**
 * What a customer likes.
 *
 * @param newsletter how often the newsletter may come
 * @param preferredChannel how the customer wants to be reached when there is a choice
 */
record Preferences(Newsletter newsletter, Channel preferredChannel) implements Validated {

    static final Preferences DEFAULT = new Preferences(Newsletter.NEVER, Channel.EMAIL);

    /** How often. */
    enum Newsletter {
        NEVER,
        MONTHLY,
        WEEKLY
    }

    /** Ways to reach a person. */
    enum Channel {
        EMAIL,
        SMS,
        PHONE,
        POST
    }

    @Override
    public void validate(Check check) {
        check.present(newsletter, "newsletter");
        check.present(preferredChannel, "preferredChannel");
    }
}
