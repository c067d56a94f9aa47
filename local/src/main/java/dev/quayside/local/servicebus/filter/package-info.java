/** Subscription filters: which messages of a topic a subscription takes. Pure: no I/O, no protocol. */
package dev.quayside.local.servicebus.filter;
