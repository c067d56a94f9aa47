package dev.quayside.local.pubsub;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** A message on its way to any number of clients, who share its text. */
final class Message {
    private final Data data;
    private final Frame.Text json;
    private Frame plain;

    private Message(ObjectNode head, Data data) {
        String start = head.put("dataType", data.type()).toString();
        this.data = data;
        this.json = Frame.Text.of(start.substring(0, start.length() - 1) + ",\"data\":" + data.json() + "}");
    }

    static Message fromServer(Data data) {
        return new Message(head("server"), data);
    }

    static Message fromGroup(String group, Data data) {
        return new Message(head("group").put("group", group), data);
    }

    /** @param user who publishes it; null for a client without a user */
    static Message fromGroup(String group, Data data, String user) {
        return new Message(head("group").put("group", group).put("fromUserId", user), data);
    }

    private static ObjectNode head(String from) {
        return JsonNodeFactory.instance.objectNode().put("type", "message").put("from", from);
    }

    Frame plain() {
        if (plain == null) {
            plain = data.plain();
        }
        return plain;
    }

    Frame json() {
        return json;
    }

    /** @param sequence the place in what the connection is sent */
    Frame numbered(long sequence) {
        String prefix = "{\"sequenceId\":" + sequence + ",";
        return new Frame.Text(prefix + json.text().substring(1), json.size() + prefix.length() - 1);
    }

    int size() {
        return json.size();
    }
}
