package dev.quayside.housekeeping.deadletters;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A dead letter as the host delivers it. The host lets top-level properties of a JSON body take the place of metadata
 * of the same name, so what such a body says of itself is not believed.
 */
public final class DeadMessage {

    private final Body body;
    private final String source;
    private final String properties;
    private final String sequenceNumber;
    private final String enqueuedTime;
    private final Set<String> spokenFor = new TreeSet<>();

    /**
     * @param source path of the subscription or queue in which it died
     * @param properties application properties, as a JSON object
     * @param sequenceNumber the message's own in the queue of dead letters
     * @param enqueuedTime when it came there, as JSON
     */
    public DeadMessage(Body body, String source, String properties, String sequenceNumber, String enqueuedTime) {
        this.body = body;
        this.source = source;
        this.properties = properties;
        this.sequenceNumber = sequenceNumber;
        this.enqueuedTime = enqueuedTime;
        JsonNode json = body.json();
        json.fieldNames().forEachRemaining(name -> spokenFor.add(name.toLowerCase(Locale.ROOT)));
    }

    Body body() {
        return body;
    }

    Source source() {
        return spokenFor.contains("deadlettersource") ? Source.UNKNOWN : Source.of(source);
    }

    public MessageProperties properties() {
        return MessageProperties.read(spokenFor.contains("applicationproperties") ? "{}" : properties);
    }

    /** When Service Bus gave it up; empty if that cannot be told. */
    Optional<Instant> diedAt() {
        if (spokenFor.contains("enqueuedtimeutc")) {
            return Optional.empty();
        }
        String time = enqueuedTime.replace("\"", "");
        try {
            // .NET leaves the zone out of a time of no stated kind; these are UTC.
            return Optional.of(Instant.parse(time.endsWith("Z") ? time : time + "Z"));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /**
     * The same whenever this message is delivered, and another one for every other message: also for the one that is
     * sent again, with the same body, and dies again.
     */
    byte[] fingerprint() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (String part : new String[] {source, sequenceNumber, enqueuedTime}) {
                digest.update(part.getBytes(StandardCharsets.UTF_8));
                digest.update((byte) 0);
            }
            return digest.digest(body.bytes());
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }
}
