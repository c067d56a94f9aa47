package dev.quayside.shared.http;

/** A request body that knows what it must look like. Fields are boxed, so that a missing one is null and can be told. */
public interface Validated {

    /** Notes every fault, each at its place. */
    void validate(Check check);
}
