package dev.quayside.local.functions.staging;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Optional;

/**
 * What the host reads of an app's host.json; everything else in it (extension bundle, logging) does not change how
 * functions run here.
 *
 * @param routePrefix first part of every route, may be empty
 * @param maxConcurrentRequests HTTP invocations that run at once; negative: as many as come
 * @param maxOutstandingRequests HTTP requests that run or wait before the answer is 429; negative: as many as come
 * @param functionTimeout longest an invocation may take; empty: for ever
 */
public record HostJson(
        String routePrefix,
        int maxConcurrentRequests,
        int maxOutstandingRequests,
        ServiceBus serviceBus,
        Optional<Duration> functionTimeout) {

    private static final Duration DEFAULT_TIMEOUT = Duration.ofMinutes(30);
    private static final Duration DEFAULT_BATCH_WAIT = Duration.ofSeconds(30);
    private static final Duration DEFAULT_LOCK_RENEWAL = Duration.ofMinutes(5);

    /**
     * How messages are received.
     *
     * @param prefetchCount messages fetched ahead of need
     * @param maxConcurrentCalls messages of one function handled at once
     * @param maxConcurrentSessions sessions of one function handled at once
     * @param maxMessageBatchSize messages handed to a function with cardinality MANY
     * @param minMessageBatchSize messages that such a function is not called without before the time is over; 1: at once
     * @param maxBatchWaitTime that time, from the first message of a batch
     * @param autoCompleteMessages whether success completes the message
     * @param maxAutoLockRenewalDuration how long a lock is kept alive while a function runs
     */
    public record ServiceBus(
            int prefetchCount,
            int maxConcurrentCalls,
            int maxConcurrentSessions,
            int maxMessageBatchSize,
            int minMessageBatchSize,
            Duration maxBatchWaitTime,
            boolean autoCompleteMessages,
            Duration maxAutoLockRenewalDuration) {}

    static HostJson of(JsonNode json) {
        if (!json.path("version").asText().equals("2.0")) {
            throw new InvalidBindingException("host.json must say \"version\": \"2.0\"");
        }
        JsonNode http = json.path("extensions").path("http");
        return new HostJson(
                trimSlashes(http.path("routePrefix").asText("api")),
                http.path("maxConcurrentRequests").asInt(-1),
                http.path("maxOutstandingRequests").asInt(-1),
                serviceBus(json.path("extensions").path("serviceBus")),
                timeout(json.path("functionTimeout")));
    }

    private static ServiceBus serviceBus(JsonNode json) {
        int cores = Runtime.getRuntime().availableProcessors();
        return new ServiceBus(
                json.path("prefetchCount").asInt(0),
                json.path("maxConcurrentCalls").asInt(16 * cores),
                json.path("maxConcurrentSessions").asInt(8),
                json.path("maxMessageBatchSize").asInt(1000),
                json.path("minMessageBatchSize").asInt(1),
                duration(json, "maxBatchWaitTime", DEFAULT_BATCH_WAIT),
                json.path("autoCompleteMessages").asBoolean(true),
                duration(json, "maxAutoLockRenewalDuration", DEFAULT_LOCK_RENEWAL));
    }

    private static Optional<Duration> timeout(JsonNode value) {
        if (value.isMissingNode()) {
            return Optional.of(DEFAULT_TIMEOUT);
        }
        return value.asText().equals("-1") ? Optional.empty() : Optional.of(duration("functionTimeout", value));
    }

    private static Duration duration(JsonNode json, String name, Duration otherwise) {
        return json.has(name) ? duration(name, json.path(name)) : otherwise;
    }

    private static Duration duration(String name, JsonNode value) {
        return TimeSpan.parse(value.asText())
                .orElseThrow(() -> new InvalidBindingException(
                        "host.json says " + name + " " + value + ", which is not a duration like \"00:05:00\""));
    }

    private static String trimSlashes(String prefix) {
        return prefix.replaceAll("^/+|/+$", "");
    }
}
