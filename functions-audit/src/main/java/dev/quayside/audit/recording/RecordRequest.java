package dev.quayside.audit.recording;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quayside.shared.auth.Caller;
import dev.quayside.shared.data.Database;
import dev.quayside.shared.http.Call;
import dev.quayside.shared.http.Check;
import dev.quayside.shared.http.ProblemException;
import dev.quayside.shared.http.Reply;
import dev.quayside.shared.http.Validated;
import dev.quayside.shared.kernel.Ids;
import dev.quayside.shared.telemetry.Invocation;
import dev.quayside.shared.telemetry.MaskedJson;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;

/** Records what an administrator or a service tells over HTTP. */
public final class RecordRequest {

    private static final Pattern WORD = Pattern.compile("[a-z0-9][a-z0-9.-]*");

    private final Database database;
    private final Clock clock;

    public RecordRequest(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * What is to be recorded.
     *
     * @param actor on whose behalf a service tells it; null for the caller
     * @param result null for {@code OK}
     * @param address an IP address; only its network is kept
     */
    record Command(
            String actor,
            String action,
            String subjectType,
            String subjectId,
            UUID customerId,
            String result,
            String address,
            Map<String, String> details)
            implements Validated {

        @Override
        public void validate(Check check) {
            check.optionalText(actor, "actor", 1, 200);
            word(check, action, "action", 100);
            word(check, subjectType, "subjectType", 50);
            check.text(subjectId, "subjectId", 1, 200);
            check.optionalText(result, "result", 1, 50);
            check.that(address == null || Network.of(address) != null, "address", "must be an IP address");
            if (details != null) {
                check.that(details.size() <= 50, "details", "must have at most 50 entries");
                details.forEach((name, value) -> detail(check, name, value));
            }
        }

        private static void word(Check check, String value, String field, int most) {
            check.text(value, field, 1, most);
            check.that(
                    value == null || WORD.matcher(value).matches(),
                    field,
                    "must be of lower-case letters, digits, dots and hyphens");
        }

        private static void detail(Check check, String name, String value) {
            String pointer = "details/" + name.replace("~", "~0").replace("/", "~1");
            check.that(name.length() <= 100, "details", "must have names of at most 100 characters");
            check.text(value, pointer, 1, 2_000);
        }
    }

    public Reply answer(Call call) {
        Command command = call.body(Command.class);
        if (command.actor != null && call.caller().kind() != Caller.Kind.SERVICE) {
            throw ProblemException.invalid("/actor", "is for services, which tell what others did");
        }
        return call.once(database, "audit.record", transaction -> {
            Entry entry = AuditTrail.append(transaction, Streams.API, entry(command, call.caller()));
            return Reply.created(location(entry), entry.view());
        });
    }

    private Entry entry(Command command, Caller caller) {
        Instant now = Instant.now(clock).truncatedTo(ChronoUnit.MICROS);
        String actor = command.actor == null ? caller.reference() : EventMapper.kept(command.actor);
        return new Entry(
                Ids.newId(),
                now,
                now,
                actor,
                EventMapper.kept(command.action),
                command.subjectType,
                EventMapper.kept(command.subjectId),
                command.customerId,
                Network.of(command.address),
                command.result == null ? "OK" : EventMapper.kept(command.result),
                Invocation.currentTrace().traceId(),
                null,
                null,
                details(command, caller));
    }

    private static ObjectNode details(Command command, Caller caller) {
        ObjectNode told = JsonNodeFactory.instance.objectNode();
        if (command.details != null) {
            command.details.forEach(told::put);
        }
        ObjectNode details = JsonNodeFactory.instance.objectNode();
        details.put("recordedBy", caller.reference());
        details.set("data", MaskedJson.of(told));
        return details;
    }

    private static String location(Entry entry) {
        return "/api/v1/audit/logs?subjectType=" + encoded(entry.subjectType()) + "&subjectId="
                + encoded(entry.subjectId());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
