package dev.quayside.local.functions;

import java.util.List;

/**
 * A loaded function, for people and tests.
 *
 * @param source the route with its prefix, the schedule, or the queue or subscription
 * @param methods HTTP methods; empty for other triggers
 */
public record FunctionDescription(String app, String name, TriggerKind kind, String source, List<String> methods) {}
