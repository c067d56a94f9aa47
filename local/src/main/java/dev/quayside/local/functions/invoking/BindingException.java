package dev.quayside.local.functions.invoking;

/** A parameter that cannot be given a value: at load time by its declaration, at run time by the data. */
final class BindingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BindingException(String sentence) {
        super(sentence);
    }
}
