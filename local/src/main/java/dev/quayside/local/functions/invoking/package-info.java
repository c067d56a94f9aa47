/** Runs functions as the Java worker does: class loader, arguments, instance, logger, result. */
package dev.quayside.local.functions.invoking;
