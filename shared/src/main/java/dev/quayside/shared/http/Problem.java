package dev.quayside.shared.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/** The body of an error answer, RFC 9457. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record Problem(String type, String title, int status, String detail, String traceId, List<FieldError> errors) {

    static final String MEDIA_TYPE = "application/problem+json";

    static Problem of(ProblemException problem, String traceId) {
        ProblemType type = problem.type();
        return new Problem(type.uri(), type.title(), type.status(), problem.getMessage(), traceId, problem.errors());
    }
}
