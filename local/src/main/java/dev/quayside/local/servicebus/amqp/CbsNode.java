package dev.quayside.local.servicebus.amqp;

import java.util.Map;
import java.util.function.Consumer;

/** Claims-based security: takes every token, since what runs here is for one developer's eyes. */
final class CbsNode implements Node {

    private static final int ACCEPTED = 202;

    @Override
    public String statusCodeName() {
        return "status-code";
    }

    @Override
    public String statusDescriptionName() {
        return "status-description";
    }

    @Override
    public void handle(Request request, Consumer<Response> answer) {
        answer.accept(new Response(ACCEPTED, "Accepted", null, Map.of()));
    }
}
