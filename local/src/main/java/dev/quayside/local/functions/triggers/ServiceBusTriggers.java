package dev.quayside.local.functions.triggers;

import com.azure.core.amqp.AmqpRetryMode;
import com.azure.core.amqp.AmqpRetryOptions;
import com.azure.identity.DefaultAzureCredentialBuilder;
import com.azure.messaging.servicebus.ServiceBusClientBuilder;
import dev.quayside.local.functions.invoking.Invocations;
import dev.quayside.local.functions.invoking.LoadedApp;
import dev.quayside.local.functions.invoking.LoadedFunction;
import dev.quayside.local.functions.staging.HostJson;
import dev.quayside.local.functions.staging.Settings;
import dev.quayside.local.functions.staging.Trigger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/** Receives from Service Bus for all apps, over one connection for each app and connection setting. */
public final class ServiceBusTriggers implements AutoCloseable {
    static {
        // The SDK runs all handlers of a process on one shared pool whose default size is ten threads a core: a few
        // slow functions would hold up every other. Threads of the larger pool only exist while they are needed.
        if (System.getProperty("reactor.schedulers.defaultBoundedElasticSize") == null) {
            System.setProperty("reactor.schedulers.defaultBoundedElasticSize", "1000");
        }
    }

    private final Collection<LoadedApp> apps;
    private final Settings settings;
    private final Invocations invocations;
    /** Shared by messages in hand, taken alone at the end; fair, so that the end waits for no newcomer. */
    private final ReadWriteLock handling = new ReentrantReadWriteLock(true);

    private final List<MessagePump> pumps = new ArrayList<>();

    public ServiceBusTriggers(Collection<LoadedApp> apps, Settings settings, Invocations invocations) {
        this.apps = apps;
        this.settings = settings;
        this.invocations = invocations;
    }

    /** Connects in the background, and connects again whenever the connection is lost. */
    public void start() {
        for (LoadedApp app : apps) {
            Map<String, ServiceBusClientBuilder> connections = new HashMap<>();
            for (LoadedFunction function : app.functions()) {
                if (function.trigger() instanceof Trigger.ServiceBus trigger) {
                    var connection = connections.computeIfAbsent(trigger.connection(), this::connection);
                    pumps.add(pump(connection, trigger, app.host().serviceBus(), function));
                }
            }
        }
        pumps.forEach(MessagePump::start);
    }

    /**
     * Handles no more messages and waits for those being handled to be settled. The receivers stay open for it: the SDK
     * closes its link first and then cannot settle. What they still receive stays locked, and comes again later.
     *
     * @return false when the time is over first
     */
    public boolean drain(Duration atMost) {
        try {
            return handling.writeLock().tryLock(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void close() {
        pumps.forEach(MessagePump::close);
    }

    private MessagePump pump(
            ServiceBusClientBuilder connection,
            Trigger.ServiceBus trigger,
            HostJson.ServiceBus bounds,
            LoadedFunction function) {
        var handler = new MessageHandler(function, invocations, handling.readLock());
        return trigger.many()
                ? new BatchMessagePump(connection, trigger, bounds, handler)
                : new SingleMessagePump(connection, trigger, bounds, handler);
    }

    private ServiceBusClientBuilder connection(String name) {
        // Few retries would make the SDK's own back-off long; many short ones find a server that comes back at once.
        var retries = new AmqpRetryOptions()
                .setMode(AmqpRetryMode.EXPONENTIAL)
                .setMaxRetries(10)
                .setDelay(Duration.ofMillis(500))
                .setMaxDelay(Duration.ofSeconds(5));
        var builder = new ServiceBusClientBuilder().retryOptions(retries);
        return settings.get(name)
                .map(builder::connectionString)
                .orElseGet(() -> builder.credential(
                        settings.get(name + "__fullyQualifiedNamespace").orElseThrow(),
                        new DefaultAzureCredentialBuilder().build()));
    }
}
