package dev.quayside.customers.consents;

import dev.quayside.shared.http.ProblemType;

/** Why a consent is not recorded. */
enum ConsentProblem implements ProblemType {
    UNKNOWN_PURPOSE("unknown-purpose", "There is no such purpose to agree to");

    private final String slug;
    private final String title;

    ConsentProblem(String slug, String title) {
        this.slug = slug;
        this.title = title;
    }

    @Override
    public String slug() {
        return slug;
    }

    @Override
    public int status() {
        return 422;
    }

    @Override
    public String title() {
        return title;
    }
}
