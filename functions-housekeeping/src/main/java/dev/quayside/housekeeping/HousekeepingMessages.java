package dev.quayside.housekeeping;

import com.microsoft.azure.functions.ExecutionContext;
import com.microsoft.azure.functions.annotation.BindingName;
import com.microsoft.azure.functions.annotation.FunctionName;
import com.microsoft.azure.functions.annotation.ServiceBusQueueTrigger;
import dev.quayside.housekeeping.deadletters.Body;
import dev.quayside.housekeeping.deadletters.DeadMessage;
import dev.quayside.shared.events.Patience;
import dev.quayside.shared.kernel.Lazy;
import dev.quayside.shared.telemetry.Invocation;
import dev.quayside.shared.telemetry.Traceparent;

/** What dies elsewhere and is brought here. */
public final class HousekeepingMessages {

    private final Lazy<HousekeepingApp> app;

    public HousekeepingMessages(Lazy<HousekeepingApp> app) {
        this.app = app;
    }

    /**
     * Dead letters of all subscriptions and queues. Asks for no metadata that a message may lack, its message id for
     * one: the host would not call the function at all, and what was to be kept would be lost from view.
     */
    @FunctionName("DeadLetters")
    public void keep(
            @ServiceBusQueueTrigger(
                            name = "message",
                            queueName = "dead-letters",
                            connection = "ServiceBus",
                            dataType = "binary")
                    byte[] message,
            @BindingName("DeadLetterSource") String source,
            @BindingName("ApplicationProperties") String properties,
            @BindingName("SequenceNumber") String sequenceNumber,
            @BindingName("EnqueuedTimeUtc") String enqueuedTime,
            ExecutionContext context) {
        DeadMessage dead = new DeadMessage(new Body(message), source, properties, sequenceNumber, enqueuedTime);
        Traceparent trace = Traceparent.continueFrom(dead.properties().traceparent());
        try (var scope = Invocation.open(HousekeepingApp.NAME, Invocation.Trigger.MESSAGE, trace, context)) {
            Patience.run(() -> app.get().keepDeadLetter.keep(dead));
        }
    }
}
