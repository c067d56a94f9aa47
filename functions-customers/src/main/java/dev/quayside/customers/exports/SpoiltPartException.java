package dev.quayside.customers.exports;

/** A part is not what its app has told of: it was written again since, or lost. The app has to be asked again. */
final class SpoiltPartException extends RuntimeException {

    private final transient ExportPart part;

    /** @param part as it was told */
    SpoiltPartException(ExportPart part) {
        super("the part of " + part.app() + " is not as it was told");
        this.part = part;
    }

    ExportPart part() {
        return part;
    }
}
