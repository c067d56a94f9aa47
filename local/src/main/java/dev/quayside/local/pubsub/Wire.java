package dev.quayside.local.pubsub;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.internal.http.WebSocketInternal;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Consumer;

/** One socket to a client. A reliable client may come with several, one after the other. */
final class Wire {
    static final int GOING_AWAY = 1001;

    /** What tells a client that it need not try to recover. */
    static final int POLICY_VIOLATION = 1008;

    private static final int LOST = 1006;
    private static final int MAX_REASON_BYTES = 123;

    private final Vertx vertx;
    private final ServerWebSocket socket;
    private final Duration goodbye;
    private Consumer<Boolean> closed = clean -> {};
    private boolean closing;
    private long goodbyeTimer = -1;

    /** @param gone runs when the socket is closed, whoever closed it */
    Wire(Vertx vertx, ServerWebSocket socket, Duration goodbye, Runnable gone) {
        this.vertx = vertx;
        this.socket = socket;
        this.goodbye = goodbye;
        socket.closeHandler(ignored -> {
            vertx.cancelTimer(goodbyeTimer);
            gone.run();
            closed.accept(socket.closeStatusCode() != LOST);
        });
    }

    /**
     * @param received takes each message of the client
     * @param drained runs when the socket takes more again
     * @param whenClosed takes whether the client said good-bye; if not, its connection was lost
     */
    void handle(Consumer<String> received, Runnable drained, Consumer<Boolean> whenClosed) {
        closed = whenClosed;
        socket.textMessageHandler(received::accept);
        socket.binaryMessageHandler(bytes -> received.accept(bytes.toString(StandardCharsets.UTF_8)));
        socket.drainHandler(ignored -> drained.run());
        socket.exceptionHandler(fault -> close(POLICY_VIOLATION, "A message was too large or malformed."));
    }

    Protocol protocol() {
        return Protocol.of(socket.subProtocol());
    }

    /** Whether more should wait; also when nothing will be taken any more. */
    boolean isFull() {
        return closing || socket.isClosed() || socket.writeQueueFull();
    }

    void write(Frame frame) {
        if (closing || socket.isClosed()) {
            return;
        }
        if (frame instanceof Frame.Binary binary) {
            socket.writeBinaryMessage(binary.bytes());
        } else if (frame instanceof Frame.Text text) {
            socket.writeTextMessage(text.text());
        }
    }

    /**
     * Says good-bye after what was written, and hangs up on a client that does not read it in time.
     *
     * @return completes when the socket is closed
     */
    Future<Void> close(int code, String reason) {
        if (closing || socket.isClosed()) {
            return Future.succeededFuture();
        }
        closing = true;
        goodbyeTimer = vertx.setTimer(goodbye.toMillis(), ignored -> abort());
        return socket.close((short) code, shortened(reason));
    }

    /**
     * Closes the connection at once, with whatever waits in it. Vert.x has no public way to do so: its timeout for
     * closing begins when the close frame was written, which with a client that does not read is never.
     */
    void abort() {
        closing = true;
        var unused = ((WebSocketInternal) socket).channelHandlerContext().close();
    }

    /** As much of a text as a close frame takes. */
    static String shortened(String reason) {
        ByteBuffer bytes = ByteBuffer.allocate(MAX_REASON_BYTES);
        StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(reason), bytes, true);
        return new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
    }
}
