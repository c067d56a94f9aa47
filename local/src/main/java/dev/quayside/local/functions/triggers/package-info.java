/** Starts functions: on HTTP requests, by the clock, on Service Bus messages. */
package dev.quayside.local.functions.triggers;
