package dev.quayside.housekeeping.deadletters;

import dev.quayside.shared.http.ProblemType;

/** Why nothing is done with a dead letter. */
enum DeadLetterProblem implements ProblemType {
    DEAD_LETTER_DECIDED("dead-letter-decided", 409, "It was sent again or discarded before"),
    DEAD_LETTER_OF_UNKNOWN_SOURCE(
            "dead-letter-of-unknown-source", 409, "Where it died is not known, or takes no messages any more"),
    DEAD_LETTER_TOO_OLD("dead-letter-too-old", 409, "Other consumers may no longer know that they have handled it"),
    DEAD_LETTER_NOT_TEXT("dead-letter-not-text", 409, "Its body is not text and cannot be sent as it is");

    private final String slug;
    private final int status;
    private final String title;

    DeadLetterProblem(String slug, int status, String title) {
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
