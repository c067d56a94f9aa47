/**
 * What survives a restart: messages, remembered ids, session states and rule changes in PostgreSQL.
 *
 * <p>The broker lives in memory and appends {@link dev.quayside.local.servicebus.store.Write}s; one
 * thread writes many of them in one transaction and then answers each.
 */
package dev.quayside.local.servicebus.store;
