/**
 * A local Azure Service Bus: an AMQP 1.0 endpoint that the unmodified Azure SDKs work against, whose
 * messages survive a restart.
 *
 * <pre>
 *  SDK --TCP--> amqp            broker                 store           PostgreSQL
 *               connection,     queues, topics,        one writer,
 *               links, $cbs,    sessions, locks  ----> group commit --> content, message, ...
 *               $management     (in memory)     &lt;---- answers
 *                                  |
 *                               filter          config (entities from JSON files)
 * </pre>
 *
 * <p>Two threads do the work. One event loop runs protocol and broker, so neither needs a lock; it never
 * waits. The writer commits what the broker appends, many changes in one transaction, and hands the
 * answers back to the loop. What a client asked for takes effect, and is answered, only when it is durable.
 *
 * <p>Where to read on: {@link dev.quayside.local.servicebus.ServiceBusServer} puts the parts together;
 * {@code broker.MessageQueue} is the heart; {@code store.Schema} shows the tables. Why it is built so:
 * {@code docs/decisions/0002-local-service-bus.md}.
 */
package dev.quayside.local.servicebus;
