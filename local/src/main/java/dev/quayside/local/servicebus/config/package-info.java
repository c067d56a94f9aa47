/** The entities of the namespace, read from files in the format of Microsoft's Service Bus emulator. */
package dev.quayside.local.servicebus.config;
