package dev.quayside.local.servicebus;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.messaging.servicebus.ServiceBusClientBuilder;
import com.azure.messaging.servicebus.ServiceBusMessage;
import com.azure.messaging.servicebus.ServiceBusReceivedMessage;
import com.azure.messaging.servicebus.ServiceBusReceiverClient;
import com.azure.messaging.servicebus.ServiceBusSenderClient;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Kills a server process in the middle of its work, and looks for every message that it had accepted. */
class CrashIT {

    private static final int SENDERS = 4;
    private static final int BEFORE_THE_KILL = 400;

    @Test
    void no_accepted_message_is_lost_and_no_completed_one_comes_back() throws Exception {
        String database = TestDatabase.createNamed();
        Set<String> accepted = ConcurrentHashMap.newKeySet();
        Set<String> completed = new HashSet<>();

        Process server = startServer(database);
        try (BufferedReader output = server.inputReader()) {
            String connectionString = output.readLine();
            CountDownLatch enough = new CountDownLatch(BEFORE_THE_KILL);
            List<Thread> senders = startSenders(connectionString, accepted, enough);
            completeSome(connectionString, completed);
            assertThat(enough.await(2, TimeUnit.MINUTES)).isTrue();
            server.destroyForcibly();
            for (Thread sender : senders) {
                sender.join();
            }
        } finally {
            server.destroyForcibly().waitFor();
        }

        Set<String> found = left(database);
        Set<String> expected = new HashSet<>(accepted);
        expected.removeAll(completed);
        assertThat(found).containsAll(expected).doesNotContainAnyElementsOf(completed);
    }

    private static Process startServer(String database) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        CrashingServer.class.getName(),
                        TestDatabase.url(database))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static List<Thread> startSenders(String connectionString, Set<String> accepted, CountDownLatch enough) {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < SENDERS; i++) {
            String prefix = "s" + i + "-";
            Thread thread = new Thread(() -> sendUntilItFails(connectionString, prefix, accepted, enough));
            thread.start();
            threads.add(thread);
        }
        return threads;
    }

    private static void sendUntilItFails(
            String connectionString, String prefix, Set<String> accepted, CountDownLatch enough) {
        try (ServiceBusSenderClient sender =
                impatient(connectionString).sender().queueName("plain").buildClient()) {
            for (int n = 0; ; n++) {
                sender.sendMessage(new ServiceBusMessage(prefix + n));
                accepted.add(prefix + n);
                enough.countDown();
            }
        } catch (RuntimeException killed) {
            // What was not accepted may or may not be there: nobody was told.
            assertThat(accepted).isNotEmpty();
        }
    }

    private static ServiceBusClientBuilder impatient(String connectionString) {
        return new ServiceBusClientBuilder().connectionString(connectionString).retryOptions(TestBus.noRetries());
    }

    private static void completeSome(String connectionString, Set<String> completed) {
        try (ServiceBusReceiverClient receiver = impatient(connectionString)
                .receiver()
                .queueName("plain")
                .disableAutoComplete()
                .buildClient()) {
            for (ServiceBusReceivedMessage message : TestBus.receive(receiver, 50)) {
                receiver.complete(message);
                completed.add(message.getBody().toString());
            }
        }
    }

    private static Set<String> left(String database) {
        try (TestBus bus = TestBus.start(TestDatabase.named(database))) {
            return Set.copyOf(TestBus.bodies(bus.peekAll("plain")));
        }
    }
}
