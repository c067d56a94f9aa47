package dev.quayside.local.pubsub;

import com.fasterxml.jackson.databind.node.BinaryNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.vertx.core.buffer.Buffer;

/** What somebody sends, in one of the three forms that the protocols know. */
sealed interface Data {
    /** The form as it stands in {@code dataType}. */
    String type();

    /** As a JSON value. */
    String json();

    /** As a client without a subprotocol gets it. */
    Frame plain();

    record Text(String text) implements Data {
        @Override
        public String type() {
            return "text";
        }

        @Override
        public String json() {
            return TextNode.valueOf(text).toString();
        }

        @Override
        public Frame plain() {
            return Frame.Text.of(text);
        }
    }

    /** @param json valid JSON; it is passed on as it is written, so that no number loses a digit */
    record Json(String json) implements Data {
        @Override
        public String type() {
            return "json";
        }

        @Override
        public Frame plain() {
            return Frame.Text.of(json);
        }
    }

    record Binary(Buffer bytes) implements Data {
        @Override
        public String type() {
            return "binary";
        }

        @Override
        public String json() {
            return BinaryNode.valueOf(bytes.getBytes()).toString();
        }

        @Override
        public Frame plain() {
            return new Frame.Binary(bytes);
        }
    }
}
