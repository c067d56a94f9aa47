package dev.quayside.local.pubsub;

/** A request that cannot be served; the message is for the caller. */
final class RestException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;

    private RestException(int status, String code, String message, Throwable cause) {
        super(message, cause);
        this.status = status;
        this.code = code;
    }

    static RestException badRequest(String message) {
        return new RestException(400, "BadRequest", message, null);
    }

    static RestException unauthorized(UnauthorizedException cause) {
        return new RestException(401, "Unauthorized", cause.getMessage(), cause);
    }

    static RestException notFound(String message) {
        return new RestException(404, "NotFound", message, null);
    }

    static RestException tooLarge() {
        return new RestException(
                413, "PayloadTooLarge", "A message has at most " + Limits.MESSAGE_BYTES + " bytes.", null);
    }

    static RestException unsupportedMediaType() {
        return new RestException(
                415,
                "UnsupportedMediaType",
                "A message is application/json, text/plain or application/octet-stream.",
                null);
    }

    int status() {
        return status;
    }

    /** As it stands in the answer. */
    String code() {
        return code;
    }
}
