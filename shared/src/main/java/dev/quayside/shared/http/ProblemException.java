package dev.quayside.shared.http;

import java.util.List;

/** Ends a request with a problem; its transaction rolls back. The detail is meant for the caller. */
public final class ProblemException extends RuntimeException {

    private final transient ProblemType type;
    private final transient List<FieldError> errors;

    public ProblemException(ProblemType type, String detail) {
        this(type, detail, List.of());
    }

    public ProblemException(ProblemType type, String detail, List<FieldError> errors) {
        // no stack trace: this is an answer, not a fault of ours
        super(detail, null, false, false);
        this.type = type;
        this.errors = List.copyOf(errors);
    }

    public static ProblemException notFound() {
        return new ProblemException(CommonProblem.NOT_FOUND, CommonProblem.NOT_FOUND.title());
    }

    public static ProblemException invalid(String pointer, String message) {
        return new ProblemException(
                CommonProblem.VALIDATION_FAILED, pointer + " " + message, List.of(FieldError.at(pointer, message)));
    }

    public static ProblemException invalidParameter(String name, String message) {
        return new ProblemException(
                CommonProblem.INVALID_PARAMETER, name + " " + message, List.of(FieldError.ofParameter(name, message)));
    }

    public ProblemType type() {
        return type;
    }

    public List<FieldError> errors() {
        return errors;
    }
}
