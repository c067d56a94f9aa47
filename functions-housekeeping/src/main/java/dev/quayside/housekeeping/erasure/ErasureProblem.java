package dev.quayside.housekeeping.erasure;

import dev.quayside.shared.http.ProblemType;

/** Why a hold or a certificate cannot be had. */
enum ErasureProblem implements ProblemType {
    CUSTOMER_FORGOTTEN("customer-forgotten", 409, "The customer is forgotten: there is nothing left to hold"),
    ERASURE_NOT_COMPLETED("erasure-not-completed", 409, "The erasure is not completed, so nothing is certified yet");

    private final String slug;
    private final int status;
    private final String title;

    ErasureProblem(String slug, int status, String title) {
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
