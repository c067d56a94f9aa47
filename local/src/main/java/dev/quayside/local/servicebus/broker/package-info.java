/**
 * Queues, topics, subscriptions, sessions, locks: all in memory, all on one thread, knowing neither the
 * protocol nor SQL. Everything that must survive is appended as a
 * {@link dev.quayside.local.servicebus.store.Write}, and what a client asked for takes effect, and is
 * answered, when that write is durable.
 */
package dev.quayside.local.servicebus.broker;
