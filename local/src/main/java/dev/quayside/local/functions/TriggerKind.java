package dev.quayside.local.functions;

/** What starts a function. */
public enum TriggerKind {
    HTTP,
    TIMER,
    SERVICE_BUS
}
