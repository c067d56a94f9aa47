package dev.quayside.audit.recording;

/**
 * A message and what is recorded of it.
 *
 * @param key tells a second delivery: the event's id, or a hash of what has none
 */
record Message(String key, Entry entry) {}
