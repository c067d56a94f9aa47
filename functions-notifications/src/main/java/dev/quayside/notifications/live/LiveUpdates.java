package dev.quayside.notifications.live;

import com.azure.core.http.policy.FixedDelayOptions;
import com.azure.core.http.policy.RetryOptions;
import com.azure.core.util.HttpClientOptions;
import com.azure.identity.ManagedIdentityCredentialBuilder;
import com.azure.messaging.webpubsub.WebPubSubServiceClient;
import com.azure.messaging.webpubsub.WebPubSubServiceClientBuilder;
import com.azure.messaging.webpubsub.models.GetClientAccessTokenOptions;
import com.azure.messaging.webpubsub.models.WebPubSubContentType;
import dev.quayside.shared.kernel.Lazy;
import dev.quayside.shared.telemetry.Log;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Pushes to the portals over Web PubSub, to each customer their own. Best effort: what is not pushed is in the history,
 * which the portal reads when it connects.
 */
public final class LiveUpdates implements AutoCloseable {

    private static final String HUB = "notifications";
    private static final int THREADS = 4;
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    /** While Web PubSub is away, older news than these are only in the history. */
    private static final int MOST_WAITING = 1_000;

    private final LiveSettings settings;
    private final Lazy<WebPubSubServiceClient> client = new Lazy<>(this::build);
    private final ThreadPoolExecutor pushing = new ThreadPoolExecutor(
            THREADS, THREADS, 10, TimeUnit.SECONDS, new ArrayBlockingQueue<>(MOST_WAITING), LiveUpdates::pusher);

    public LiveUpdates(LiveSettings settings) {
        this.settings = settings;
        pushing.allowCoreThreadTimeOut(true);
    }

    private static Thread pusher(Runnable work) {
        Thread thread = new Thread(work, "notifications-push");
        thread.setDaemon(true);
        // The worker leaves the system's class loader on new threads; the Azure SDK finds its parts by the app's.
        thread.setContextClassLoader(LiveUpdates.class.getClassLoader());
        return thread;
    }

    private WebPubSubServiceClient build() {
        WebPubSubServiceClientBuilder builder = new WebPubSubServiceClientBuilder()
                .hub(HUB)
                .clientOptions(new HttpClientOptions()
                        .setConnectTimeout(CONNECT_TIMEOUT)
                        .setResponseTimeout(TIMEOUT))
                .retryOptions(new RetryOptions(new FixedDelayOptions(1, Duration.ofMillis(100))));
        return settings.connection() != null
                ? builder.connectionString(settings.connection().reveal()).buildClient()
                : builder.endpoint(settings.endpoint().toString())
                        .credential(new ManagedIdentityCredentialBuilder()
                                .clientId(settings.clientId())
                                .build())
                        .buildClient();
    }

    /**
     * An address at which exactly this customer is told news; whoever has it can connect as the customer.
     *
     * @throws RuntimeException if Web PubSub cannot be asked
     */
    String address(UUID customerId) {
        return client.get()
                .getClientAccessToken(new GetClientAccessTokenOptions()
                        .setUserId(customerId.toString())
                        .setExpiresAfter(settings.openFor()))
                .getUrl();
    }

    Duration openFor() {
        return settings.openFor();
    }

    /**
     * Returns at once.
     *
     * @param json what the portal gets
     */
    public void push(UUID customerId, String json) {
        try {
            pushing.execute(() -> send(customerId, json));
        } catch (RejectedExecutionException tooMany) {
            Log.warn("too much waits to be pushed, it is left to the history", "customerId", customerId);
        }
    }

    private void send(UUID customerId, String json) {
        try {
            client.get().sendToUser(customerId.toString(), json, WebPubSubContentType.APPLICATION_JSON);
        } catch (RuntimeException e) {
            Log.warn("a notification was not pushed, it is left to the history", e, "customerId", customerId);
        }
    }

    /** What waits is left to the history. */
    @Override
    public void close() {
        pushing.shutdownNow();
    }
}
