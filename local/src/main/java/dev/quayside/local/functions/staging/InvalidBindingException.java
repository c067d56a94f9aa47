package dev.quayside.local.functions.staging;

/** A binding or a host.json that cannot be used; the message is a sentence for the load report. */
final class InvalidBindingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    InvalidBindingException(String sentence) {
        super(sentence);
    }
}
