package dev.quayside.local.outside;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/** The switches that make an outside system misbehave, one setting a system. */
final class Faults {
    /** What goes wrong. */
    enum Mode {
        /** The system works, but answers {@code delayMillis} later. */
        DELAY,
        /** 503, and nothing is done. */
        ERROR,
        /** The work is done, but the answer never comes. */
        TIMEOUT,
        /** The system says no: the card is declined, the parcel cannot be shipped. */
        DECLINE,
        /** The connection is closed at once, and nothing is done. */
        DROP
    }

    /**
     * @param probability 0..1 of each call
     * @param times how many calls it still hits, null for all
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Fault(Mode mode, double probability, long delayMillis, Integer times) {
        Duration delay() {
            return Duration.ofMillis(delayMillis);
        }

        private Fault hit() {
            return times == null ? this : new Fault(mode, probability, delayMillis, times - 1);
        }

        private boolean isSpent() {
            return times != null && times <= 0;
        }
    }

    private final ObjectMapper json = new ObjectMapper();
    private final Map<String, Fault> bySystem = new ConcurrentHashMap<>();

    /** Decides whether a call to {@code system} goes wrong, and counts it if it does. */
    Optional<Fault> strike(String system) {
        Fault fault = bySystem.get(system);
        if (fault == null || ThreadLocalRandom.current().nextDouble() >= fault.probability()) {
            return Optional.empty();
        }
        Fault[] struck = new Fault[1];
        bySystem.computeIfPresent(system, (name, current) -> {
            struck[0] = current;
            Fault left = current.hit();
            return left.isSpent() ? null : left;
        });
        return Optional.ofNullable(struck[0]);
    }

    /** {@code /faults} and {@code /faults/{system}}: GET, PUT, DELETE. */
    Answer handle(Call call) {
        if (call.is("GET")) {
            return all();
        }
        if (call.is("DELETE")) {
            bySystem.clear();
            return all();
        }
        if (call.path().size() != 1 || !OutsideSystems.NAMES.contains(call.part(0))) {
            return Answer.error(404, "not_found", "The systems are " + OutsideSystems.NAMES + ".");
        }
        if (call.is("DELETE", "*")) {
            bySystem.remove(call.part(0));
            return all();
        }
        return call.is("PUT", "*") ? set(call.part(0), call.body()) : Answer.error(405, "method_not_allowed", "");
    }

    private Answer set(String system, JsonNode body) {
        Optional<Mode> mode = Arrays.stream(Mode.values())
                .filter(m -> m.name()
                        .toLowerCase(Locale.ROOT)
                        .equals(body.path("mode").asText()))
                .findFirst();
        double probability = body.path("probability").asDouble(1.0);
        long delay = body.path("delayMillis").asLong(500);
        Integer times = body.hasNonNull("times") ? body.get("times").asInt() : null;
        if (mode.isEmpty()
                || !(probability >= 0 && probability <= 1)
                || delay < 0
                || delay > 600_000
                || (times != null && times < 1)) {
            return Answer.error(
                    422,
                    "invalid_fault",
                    "mode is one of delay, error, timeout, decline, drop; probability 0..1;"
                            + " delayMillis 0..600000; times at least 1.");
        }
        bySystem.put(system, new Fault(mode.get(), probability, delay, times));
        return all();
    }

    private Answer all() {
        ObjectNode all = json.createObjectNode();
        bySystem.forEach((system, fault) -> {
            ObjectNode node = json.valueToTree(fault);
            all.set(system, node.put("mode", fault.mode().name().toLowerCase(Locale.ROOT)));
        });
        return Answer.of(200, all);
    }
}
