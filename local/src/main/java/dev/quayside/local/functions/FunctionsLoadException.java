package dev.quayside.local.functions;

import java.util.List;

/** Says everything that keeps the apps from being loaded. */
public final class FunctionsLoadException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<String> problems;

    FunctionsLoadException(List<String> problems) {
        super("The Function Apps cannot be loaded:\n- " + String.join("\n- ", problems));
        this.problems = problems;
    }

    /** One sentence each, naming app and function. */
    public List<String> problems() {
        return problems;
    }
}
