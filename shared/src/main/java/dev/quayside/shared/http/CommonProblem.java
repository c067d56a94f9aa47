package dev.quayside.shared.http;

/** Problems that any endpoint may answer with. */
public enum CommonProblem implements ProblemType {
    MALFORMED_REQUEST("malformed-request", 400, "The request cannot be read"),
    INVALID_PARAMETER("invalid-parameter", 400, "A query parameter or header is not valid"),
    IDEMPOTENCY_KEY_MISSING("idempotency-key-missing", 400, "This request needs an Idempotency-Key header"),
    UNAUTHENTICATED("unauthenticated", 401, "A valid access token is needed"),
    FORBIDDEN("forbidden", 403, "The caller may not do this"),
    NOT_FOUND("not-found", 404, "There is no such thing, or it is not yours"),
    IDEMPOTENCY_KEY_IN_PROGRESS("idempotency-key-in-progress", 409, "The first request with this key still runs"),
    PRECONDITION_FAILED("precondition-failed", 412, "It was changed since you read it"),
    BODY_TOO_LARGE("body-too-large", 413, "The request body is larger than 1 MiB"),
    UNSUPPORTED_MEDIA_TYPE("unsupported-media-type", 415, "The request body must be application/json"),
    VALIDATION_FAILED("validation-failed", 422, "The request has invalid fields"),
    IDEMPOTENCY_KEY_REUSED("idempotency-key-reused", 422, "This key was used for another request"),
    PRECONDITION_REQUIRED("precondition-required", 428, "This request needs an If-Match header"),
    INTERNAL_ERROR("internal-error", 500, "Something went wrong on our side"),
    TEMPORARILY_UNAVAILABLE("temporarily-unavailable", 503, "Try again shortly");

    private final String slug;
    private final int status;
    private final String title;

    CommonProblem(String slug, int status, String title) {
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
