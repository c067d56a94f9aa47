package dev.quayside.catalog.stock;

import dev.quayside.shared.contracts.CatalogEvents.StockAdjusted;
import dev.quayside.shared.data.Database;
import dev.quayside.shared.events.DomainEvent;
import dev.quayside.shared.events.Outbox;
import dev.quayside.shared.http.AccessTrail;
import dev.quayside.shared.http.AccessTrail.Access;
import dev.quayside.shared.http.Call;
import dev.quayside.shared.http.Check;
import dev.quayside.shared.http.ProblemException;
import dev.quayside.shared.http.Reply;
import dev.quayside.shared.http.Validated;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Corrects how many pieces of a product there are, by a difference or by a count. */
public final class AdjustStock {

    private final Database database;
    private final Outbox outbox;
    private final AccessTrail trail;

    public AdjustStock(Database database, Outbox outbox, AccessTrail trail) {
        this.database = database;
        this.outbox = outbox;
        this.trail = trail;
    }

    /**
     * The request.
     *
     * @param delta pieces more or fewer; null with a count
     * @param onHand pieces counted; null with a difference
     * @param reason why, for the ledger
     */
    public record Adjustment(Integer delta, Integer onHand, String reason) implements Validated {

        @Override
        public void validate(Check check) {
            if (delta == null) {
                check.that(onHand != null, "delta", "is required, unless onHand is given");
            } else {
                check.that(onHand == null, "onHand", "must not be given together with delta");
                check.that(delta != 0, "delta", "must not be 0");
                check.range(delta, "delta", -StockLevel.MOST_PIECES, StockLevel.MOST_PIECES);
            }
            if (onHand != null) {
                check.range(onHand, "onHand", 0, StockLevel.MOST_PIECES);
            }
            check.text(reason, "reason", 1, 200);
        }
    }

    public Reply answer(Call call, String productId) {
        UUID id = Call.id(productId);
        Adjustment adjustment = call.body(Adjustment.class);
        return call.once(database, "catalog.adjust-stock", transaction -> {
            StockLevel level = StockStore.lock(transaction, id).orElseThrow(ProblemException::notFound);
            return Reply.ok(InventoryView.of(adjust(transaction, call, level, adjustment)));
        });
    }

    private StockLevel adjust(Handle transaction, Call call, StockLevel before, Adjustment adjustment) {
        long target = adjustment.onHand != null ? adjustment.onHand : (long) before.onHand() + adjustment.delta;
        StockLevel.Correction correction = before.correctTo(target);
        if (correction instanceof StockLevel.Correction.Refused refused) {
            throw new ProblemException(refused.reason(), refused.reason().title());
        }
        StockLevel.Correction.Accepted accepted = (StockLevel.Correction.Accepted) correction;
        StockLevel after = accepted.level();
        if (accepted.delta() != 0) {
            StockStore.correct(
                    transaction, after, accepted.delta(), call.caller().reference(), adjustment.reason);
            List<DomainEvent> events = new ArrayList<>();
            events.add(new StockAdjusted(after.sku(), accepted.delta(), after.onHand(), adjustment.reason));
            after.lowAfter(before.available()).ifPresent(events::add);
            outbox.appendAll(transaction, events);
            trail.record(transaction, call, new Access("stock.adjusted", "product", after.sku(), null));
        }
        return after;
    }
}
