package dev.quayside.notifications.content;

/** What came of putting values into templates: all the texts, or none and why. */
public sealed interface Rendering {

    /** All of them. */
    record Rendered(Texts texts) implements Rendering {}

    /** @param reason for an employee; names the template or variable at fault, never a value */
    record Unrenderable(String reason) implements Rendering {}
}
