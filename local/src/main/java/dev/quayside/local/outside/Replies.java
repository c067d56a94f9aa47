package dev.quayside.local.outside;

/** The refusals that both outside systems share. */
final class Replies {
    private Replies() {}

    static Answer keyRequired() {
        return Answer.error(400, "idempotency_key_required", "The header Idempotency-Key is needed.");
    }

    static Answer keyReused() {
        return Answer.error(422, "idempotency_key_reused", "This Idempotency-Key came with another request.");
    }

    static Answer notFound(String what) {
        return Answer.error(404, "not_found", "There is no such " + what + ".");
    }

    static Answer noSuchRoute() {
        return notFound("route");
    }

    static Answer unauthorized() {
        return Answer.error(401, "unauthorized", "The API key is missing or wrong.");
    }
}
