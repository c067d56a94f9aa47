package dev.quayside.notifications.recipient;

import dev.quayside.shared.http.ProblemException;
import dev.quayside.shared.http.ProblemType;

/** Why a customer is told nothing, and chooses nothing. */
public enum RecipientProblem implements ProblemType {
    CUSTOMER_ERASED("customer-erased", 410, "The customer asked to be forgotten");

    private final String slug;
    private final int status;
    private final String title;

    RecipientProblem(String slug, int status, String title) {
        this.slug = slug;
        this.status = status;
        this.title = title;
    }

    /** The answer. */
    public ProblemException exception() {
        return new ProblemException(this, title);
    }

    @Override
    public String slug() {
        return slug;
    }

    @Override
    public int status() {
        return status;
    }

    @Override
    public String title() {
        return title;
    }
}
