package dev.quayside.audit.chain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Where all chains ended on a day. Signed and kept where nobody can change it, it shows what hashes alone cannot: that a
 * chain was rewritten as a whole.
 *
 * @param day the day it is the anchor of (UTC)
 * @param at when it was made; later than the day if the day was made up for
 * @param heads the ends by the names of the streams
 * @param previous the anchor before it; null for the first
 */
public record Anchor(LocalDate day, Instant at, Map<String, ChainEnd> heads, Previous previous) {

    /**
     * The anchor before an anchor.
     *
     * @param sha256 of its document, hex
     */
    public record Previous(LocalDate day, String sha256) {}

    public Anchor {
        heads = new TreeMap<>(heads);
    }

    /** Where a stream ended; empty if there was no such stream yet. */
    public Optional<ChainEnd> head(String stream) {
        return Optional.ofNullable(heads.get(stream));
    }

    /** A chain that is not what this anchor says. */
    public Break rewritten(String stream) {
        long place = heads.get(stream).seq();
        return new Break(
                Break.Kind.REWRITTEN, place, stream + " up to " + place + " is not what the anchor of " + day + " saw");
    }

    ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("day", day.toString());
        json.put("at", at.toString());
        ObjectNode ends = json.putObject("heads");
        heads.forEach(
                (stream, end) -> ends.putObject(stream).put("seq", end.seq()).put("link", end.link()));
        if (previous != null) {
            json.putObject("previous").put("day", previous.day.toString()).put("sha256", previous.sha256);
        }
        return json;
    }

    /** @throws InvalidAnchorException if it is none */
    static Anchor of(JsonNode json) {
        try {
            Map<String, ChainEnd> heads = new TreeMap<>();
            json.path("heads")
                    .properties()
                    .forEach(head -> heads.put(
                            head.getKey(),
                            new ChainEnd(
                                    head.getValue().path("seq").asLong(),
                                    head.getValue().path("link").asText())));
            JsonNode before = json.path("previous");
            return new Anchor(
                    LocalDate.parse(json.path("day").asText()),
                    Instant.parse(json.path("at").asText()),
                    heads,
                    before.isObject()
                            ? new Previous(
                                    LocalDate.parse(before.path("day").asText()),
                                    before.path("sha256").asText())
                            : null);
        } catch (DateTimeException e) {
            throw new InvalidAnchorException("it has no day or time", e);
        }
    }
}
