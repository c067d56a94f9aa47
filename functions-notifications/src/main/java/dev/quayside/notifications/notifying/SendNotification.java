package dev.quayside.notifications.notifying;

import dev.quayside.notifications.content.Kind;
import dev.quayside.notifications.content.Templates;
import dev.quayside.notifications.recipient.RecipientProblem;
import dev.quayside.shared.data.Database;
import dev.quayside.shared.http.AccessTrail;
import dev.quayside.shared.http.AccessTrail.Access;
import dev.quayside.shared.http.Call;
import dev.quayside.shared.http.Check;
import dev.quayside.shared.http.CommonProblem;
import dev.quayside.shared.http.FieldError;
import dev.quayside.shared.http.ProblemException;
import dev.quayside.shared.http.Reply;
import dev.quayside.shared.http.Validated;
import dev.quayside.shared.kernel.Ids;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.jdbi.v3.core.Handle;

/** An employee or a service tells a customer something. Unlike an event's, a template at fault is refused at once. */
public final class SendNotification {

    private final Database database;
    private final Templates templates;
    private final Teller teller;
    private final AccessTrail trail;

    public SendNotification(Database database, Templates templates, Teller teller, AccessTrail trail) {
        this.database = database;
        this.templates = templates;
        this.teller = teller;
        this.trail = trail;
    }

    /** What is to be told. */
    record Command(UUID customerId, String template, Map<String, String> data) implements Validated {

        private static final int MOST_VALUES = 20;

        @Override
        public void validate(Check check) {
            check.present(customerId, "customerId");
            if (check.present(template, "template")) {
                check.that(
                        Kind.named(template).filter(Kind::isChosen).isPresent(),
                        "template",
                        "must be a kind of notification that can be sent");
            }
            if (check.present(data, "data")) {
                check.that(data.size() <= MOST_VALUES, "data", "must have at most " + MOST_VALUES + " values");
            }
        }

        /** Without the data, which is personal. */
        @Override
        public String toString() {
            return "Command[" + template + "]";
        }
    }

    public Reply answer(Call call) {
        Command command = call.body(Command.class);
        requireFit(command);
        AtomicReference<Told> told = new AtomicReference<>();
        Reply reply = call.once(database, "notifications.send", transaction -> {
            told.set(tell(transaction, command, call.caller().reference()));
            UUID id = told.get().notification().id();
            trail.record(
                    transaction,
                    call,
                    new Access("notification.sent", "notification", id.toString(), command.customerId));
            return Reply.created("/api/v1/notifications/" + id, told.get().notification());
        });
        // Not set for a repeated request: then the first one saw to it, or the timer does.
        Optional.ofNullable(told.get()).ifPresent(teller::follow);
        return reply;
    }

    private void requireFit(Command command) {
        Kind kind = Kind.named(command.template).orElseThrow();
        List<FieldError> faults = new ArrayList<>();
        for (String variable : templates.required(kind)) {
            String value = command.data.get(variable);
            if (value == null || value.isBlank() || value.length() > Templates.LONGEST_VALUE) {
                faults.add(at(variable, "must have 1 to " + Templates.LONGEST_VALUE + " characters"));
            }
        }
        Set<String> known = templates.known(kind);
        command.data.keySet().stream()
                .filter(name -> !known.contains(name))
                .forEach(name -> faults.add(at(name, "is not a variable of this template")));
        if (!faults.isEmpty()) {
            throw new ProblemException(
                    CommonProblem.VALIDATION_FAILED, CommonProblem.VALIDATION_FAILED.title(), faults);
        }
    }

    private static FieldError at(String variable, String message) {
        return FieldError.at("/data/" + variable.replace("~", "~0").replace("/", "~1"), message);
    }

    private Told tell(Handle transaction, Command command, String caller) {
        Occasion occasion =
                new Occasion("sent:" + Ids.newId(), command.customerId, command.template, null, command.data, caller);
        // Nobody was told of this occasion before: it is new.
        Told told = teller.tell(transaction, occasion).orElseThrow(RecipientProblem.CUSTOMER_ERASED::exception);
        if (!told.isReadable()) {
            throw ProblemException.invalid("/data", told.notification().failure());
        }
        return told;
    }
}
