package dev.quayside.local.servicebus.config;

import java.util.Map;

/** The queues and topics of the namespace by name, in the order of the files. */
public record Entities(Map<String, QueueSettings> queues, Map<String, TopicSettings> topics) {}
