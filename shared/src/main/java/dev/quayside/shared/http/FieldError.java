package dev.quayside.shared.http;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * What is wrong with one part of a request.
 *
 * @param pointer JSON Pointer (RFC 6901) into the body, {@code /lines/0/quantity}; null for a parameter
 * @param parameter name of the query parameter or header; null for a field of the body
 * @param message what it must be, for a person
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record FieldError(String pointer, String parameter, String message) {

    public static FieldError at(String pointer, String message) {
        return new FieldError(pointer, null, message);
    }

    public static FieldError ofParameter(String name, String message) {
        return new FieldError(null, name, message);
    }
}
