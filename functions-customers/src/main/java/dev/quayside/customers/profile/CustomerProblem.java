package dev.quayside.customers.profile;

import dev.quayside.shared.http.ProblemType;

/** Why nothing can be said or done about a customer. */
enum CustomerProblem implements ProblemType {
    CUSTOMER_ERASED("customer-erased", 410, "The data of this customer is erased, or about to be");

    private final String slug;
    private final int status;
    private final String title;

    CustomerProblem(String slug, int status, String title) {
        this.slug = slug;
        this.status = status;
        this.title = title;
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
