package dev.quayside.orders.placing;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.quayside.orders.order.OrderStatus;
import dev.quayside.orders.order.OrderView;
import dev.quayside.shared.auth.Caller;
import dev.quayside.shared.data.Database;
import dev.quayside.shared.data.TransientFailure;
import dev.quayside.shared.events.MalformedEventException;
import dev.quayside.shared.events.Outbox;
import dev.quayside.shared.gdpr.ErasedCustomers;
import dev.quayside.shared.http.AccessTrail;
import dev.quayside.shared.http.AccessTrail.Access;
import dev.quayside.shared.http.Call;
import dev.quayside.shared.http.Check;
import dev.quayside.shared.http.Idempotency;
import dev.quayside.shared.http.ProblemException;
import dev.quayside.shared.http.Reply;
import dev.quayside.shared.kernel.Ids;
import dev.quayside.shared.kernel.Json;
import dev.quayside.shared.telemetry.Log;
import java.sql.SQLException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;

/** Accepts orders, over HTTP and from the queue of outside producers. */
public final class PlaceOrder {

    private static final String OPERATION = "orders.place";
    private static final String QUEUE = "service:orders-queue";

    private final Database database;
    private final Outbox outbox;
    private final AccessTrail trail;
    private final Clock clock;

    public PlaceOrder(Database database, Outbox outbox, AccessTrail trail, Clock clock) {
        this.database = database;
        this.outbox = outbox;
        this.trail = trail;
        this.clock = clock;
    }

    /** Places the order of the request's body, once for its Idempotency-Key. */
    public Reply answer(Call call) {
        OrderRequest request = call.body(OrderRequest.class);
        Caller caller = call.caller();
        Order.Occasion occasion = occasion(customer(caller, request), caller.reference());
        Idempotency.Claim claim = call.claim(OPERATION);
        return caller.isClient()
                ? place(claim, request, occasion)
                : database.inTransaction(
                        transaction -> place(transaction, claim, request, occasion, recording(transaction, call)));
    }

    private Consumer<Order> recording(Handle transaction, Call call) {
        return order -> trail.record(
                transaction,
                call,
                new Access("order.placed", "order", order.id().toString(), order.customerId()));
    }

    /**
     * Places the order of a message, once for its id.
     *
     * @throws MalformedEventException if the order is malformed or refused: it belongs in the dead-letter queue
     */
    public void intake(String body, String messageId) {
        try {
            OrderRequest request = Json.readStrictly(body, OrderRequest.class);
            if (request == null) {
                throw new MalformedEventException("an order must be a JSON object", null);
            }
            Check.throwIfInvalid(request);
            if (request.customerId() == null) {
                throw ProblemException.invalid("/customerId", "is required");
            }
            Idempotency.Claim claim = new Idempotency.Claim(QUEUE, OPERATION, messageId, body);
            place(claim, request, occasion(request.customerId(), QUEUE));
        } catch (JsonProcessingException e) {
            throw new MalformedEventException("an order must be well-formed JSON without unknown fields", e);
        } catch (ProblemException e) {
            throw new MalformedEventException(e.getMessage() + " " + e.errors(), e);
        }
    }

    private static UUID customer(Caller caller, OrderRequest request) {
        if (caller.isClient()) {
            if (request.customerId() != null) {
                throw ProblemException.invalid("/customerId", "is given by employees only");
            }
            return caller.id();
        }
        if (request.customerId() == null) {
            throw ProblemException.invalid("/customerId", "is required: on whose behalf the order is placed");
        }
        return request.customerId();
    }

    private Order.Occasion occasion(UUID customer, String placedBy) {
        // what PostgreSQL keeps, so that the first answer equals the later ones
        return new Order.Occasion(
                Ids.newId(), customer, placedBy, clock.instant().truncatedTo(ChronoUnit.MICROS));
    }

    /** Where nothing else is written, the order's one statement is its transaction. */
    private Reply place(Idempotency.Claim claim, OrderRequest request, Order.Occasion occasion) {
        return database.withHandle(handle -> place(handle, claim, request, occasion, order -> {}));
    }

    /** @param whenWritten what to write with the order, unless the request is a repeated one */
    private Reply place(
            Handle handle,
            Idempotency.Claim claim,
            OrderRequest request,
            Order.Occasion occasion,
            Consumer<Order> whenWritten) {
        try {
            PriceList prices = PlacingStore.priceList(handle, request, occasion.customerId());
            Placing placing = Order.place(request, prices, occasion);
            if (placing instanceof Placing.Refused refused) {
                return refused(handle, claim, refused);
            }
            return write(handle, claim, ((Placing.Placed) placing).order(), whenWritten);
        } catch (SQLException e) {
            if (TransientFailure.isLockTimeout(e)) {
                throw Idempotency.stillRunning();
            }
            throw new UnableToPlaceException(e);
        }
    }

    /** A request that was answered before is answered alike, even if it would be refused now. */
    private static Reply refused(Handle handle, Idempotency.Claim claim, Placing.Refused refused) {
        Optional<Reply> stored = Idempotency.stored(handle, claim);
        if (stored.isPresent()) {
            return stored.get();
        }
        Log.info("order refused", "reason", refused.refusal().slug(), "lines", refused.pointers());
        throw refused.refusal().at(refused.pointers());
    }

    private Reply write(Handle handle, Idempotency.Claim claim, Order order, Consumer<Order> whenWritten)
            throws SQLException {
        Reply reply = Reply.created("/api/v1/orders/" + order.id(), view(order)).etag(1);
        if (!PlacingStore.insert(handle, claim, order, outbox.entry(order.event()), reply)) {
            return Idempotency.stored(handle, claim).orElseThrow(() -> notWritten(handle, order));
        }
        whenWritten.accept(order);
        // too early where more is written, which wakes again at the commit
        outbox.wake();
        Log.info("order placed", "orderId", order.id(), "lines", order.lines().size());
        return reply;
    }

    /** The customer's erasure has begun since prices were read, or a request with the same key has not ended. */
    private static ProblemException notWritten(Handle handle, Order order) {
        return ErasedCustomers.contains(handle, order.customerId())
                ? Refusal.CUSTOMER_ERASED.at(List.of("/customerId"))
                : Idempotency.stillRunning();
    }

    private static OrderView view(Order order) {
        return new OrderView(
                order.id(),
                order.customerId(),
                OrderStatus.PLACED,
                null,
                order.placedAt(),
                order.placedAt(),
                OrderView.Line.of(order.lines()),
                order.net(),
                order.tax(),
                order.taxBasisPoints(),
                order.total(),
                order.shippingAddress(),
                null);
    }

    /** The database failed; {@link TransientFailure} tells from the cause whether that may pass. */
    private static final class UnableToPlaceException extends RuntimeException {
        UnableToPlaceException(SQLException cause) {
            super("an order could not be written", cause);
        }
    }
}
