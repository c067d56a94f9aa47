package dev.quayside.customers.exports;

/**
 * What an app has written of an export. Public, since JDBI binds its components.
 *
 * @param sha256 of the blob, in hex
 */
public record ExportPart(String app, String sha256, long rows, long bytes) {}
