package dev.quayside.local.servicebus.amqp;

import java.util.function.Consumer;

/** Something that answers requests: {@code $cbs}, or the {@code $management} of an entity. */
interface Node {

    /** Name of the application property that carries the status of an answer. */
    String statusCodeName();

    /** Name of the application property that carries its description. */
    String statusDescriptionName();

    /** Answers now or later, once. */
    void handle(Request request, Consumer<Response> answer);
}
