package dev.quayside.customers.exports;

/** A part is not what its app has told of: it was written again since, or lost. The app has to be asked again. */
final class SpoiltPartException extends RuntimeException {

    private final String app;

    SpoiltPartException(String app) {
        super("the part of " + app + " is not as it was told");
        this.app = app;
    }

    String app() {
        return app;
    }
}
