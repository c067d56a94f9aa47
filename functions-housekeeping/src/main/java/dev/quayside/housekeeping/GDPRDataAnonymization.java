package dev.quayside.housekeeping;

import com.microsoft.azure.functions.ExecutionContext;
import com.microsoft.azure.functions.annotation.FunctionName;
import com.microsoft.azure.functions.annotation.ServiceBusTopicTrigger;
import com.microsoft.azure.functions.annotation.TimerTrigger;
import dev.quayside.shared.contracts.GdprEvents;
import dev.quayside.shared.events.CloudEvent;
import dev.quayside.shared.events.MalformedEventException;
import dev.quayside.shared.kernel.Lazy;

/** The erasure of customers across all apps, and this app's own part of it. */
public final class GDPRDataAnonymization {

    private final Lazy<HousekeepingApp> app;

    public GDPRDataAnonymization(Lazy<HousekeepingApp> app) {
        this.app = app;
    }

    /**
     * What customers ask for, what apps answer, and what is asked of this app. Its subscription has no filter: of all who
     * listen to the topic it is this one that refuses what nobody knows, so that it is kept aside.
     */
    @FunctionName("GDPRDataAnonymization")
    public void onGdprEvent(
            @ServiceBusTopicTrigger(
                            name = "message",
                            topicName = "gdpr-events",
                            subscriptionName = "housekeeping",
                            connection = "ServiceBus")
                    String message,
            ExecutionContext context) {
        app.get().gdprEvents.consumeInSteps(message, context, this::hear);
    }

    private void hear(CloudEvent event) {
        if (!GdprEvents.TYPES.contains(event.type())) {
            throw new MalformedEventException("unknown type " + event.type(), null);
        }
        if (!app.get().anonymization.hear(event)) {
            app.get().gdprParticipant.handle(event);
        }
    }

    /** Asks again who has not answered, and alerts before the law's time is over. */
    @FunctionName("ErasureSweep")
    public void sweep(@TimerTrigger(name = "timer", schedule = "20 * * * * *") String timer, ExecutionContext context) {
        app.get().timers.run(context, app.get().erasureSweep::run);
    }
}
