/**
 * AMQP 1.0 as the Azure SDKs speak it: connections, links, and the request/response nodes {@code $cbs}
 * and {@code $management}, on Qpid ProtonJ2's protocol engine. Translates between frames and the broker,
 * and decides nothing itself.
 */
package dev.quayside.local.servicebus.amqp;
