package dev.quayside.shared.http;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/** Collects the faults of a request body, each with its JSON pointer. */
public final class Check {

    private final String prefix;
    private final List<FieldError> errors;

    private Check(String prefix, List<FieldError> errors) {
        this.prefix = prefix;
        this.errors = errors;
    }

    /** @throws ProblemException 422 with all faults, if there are any */
    public static void throwIfInvalid(Validated body) {
        Check check = new Check("", new ArrayList<>());
        body.validate(check);
        if (!check.errors.isEmpty()) {
            throw new ProblemException(
                    CommonProblem.VALIDATION_FAILED, CommonProblem.VALIDATION_FAILED.title(), check.errors);
        }
    }

    public void that(boolean holds, String field, String message) {
        if (!holds) {
            errors.add(FieldError.at(prefix + "/" + field, message));
        }
    }

    /** Notes a fault if there is no value; returns whether there is one. */
    public boolean present(Object value, String field) {
        that(value != null, field, "is required");
        return value != null;
    }

    /** A text that must be there; its length counts characters as people see them (code points). */
    public void text(String value, String field, int least, int most) {
        if (present(value, field)) {
            optionalText(value, field, least, most);
        }
    }

    public void optionalText(String value, String field, int least, int most) {
        if (value != null) {
            int length = value.codePointCount(0, value.length());
            that(
                    length >= least && length <= most && !(least > 0 && value.isBlank()),
                    field,
                    "must have " + least + " to " + most + " characters");
        }
    }

    public void range(Number value, String field, long least, long most) {
        if (present(value, field)) {
            that(
                    value.longValue() >= least && value.longValue() <= most,
                    field,
                    "must be from " + least + " to " + most);
        }
    }

    /** A list that must be there; {@code item} checks each entry at its place, and only if the size is right. */
    public <T> void each(List<T> values, String field, int least, int most, BiConsumer<T, Check> item) {
        if (!present(values, field)) {
            return;
        }
        if (values.size() < least || values.size() > most) {
            that(false, field, "must have " + least + " to " + most + " entries");
            return;
        }
        for (int i = 0; i < values.size(); i++) {
            if (present(values.get(i), field + "/" + i)) {
                item.accept(values.get(i), in(field + "/" + i));
            }
        }
    }

    /** A nested object that must be there. */
    public void nested(Validated value, String field) {
        if (present(value, field)) {
            value.validate(in(field));
        }
    }

    private Check in(String field) {
        return new Check(prefix + "/" + field, errors);
    }
}
