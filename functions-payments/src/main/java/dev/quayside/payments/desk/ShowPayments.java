package dev.quayside.payments.desk;

import dev.quayside.shared.data.Database;
import dev.quayside.shared.http.AccessTrail;
import dev.quayside.shared.http.AccessTrail.Access;
import dev.quayside.shared.http.Call;
import dev.quayside.shared.http.Cursor;
import dev.quayside.shared.http.Page;
import dev.quayside.shared.http.ProblemException;
import dev.quayside.shared.http.Reply;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** One payment, or the history of payments. Customers see their own; somebody else's does not exist for them. */
public final class ShowPayments {

    private final Database database;
    private final AccessTrail trail;

    public ShowPayments(Database database, AccessTrail trail) {
        this.database = database;
        this.trail = trail;
    }

    public Reply one(Call call, String id) {
        UUID paymentId = Call.id(id);
        boolean isClient = call.caller().isClient();
        Optional<UUID> customer = isClient ? Optional.of(call.caller().id()) : Optional.empty();
        return AccessTrail.reading(database, call, handle -> {
            PaymentView payment =
                    PaymentViewStore.find(handle, paymentId, customer).orElseThrow(ProblemException::notFound);
            if (!isClient) {
                UUID whose = PaymentViewStore.customerOf(handle, paymentId).orElse(null);
                trail.record(handle, call, new Access("payment.viewed", "payment", paymentId.toString(), whose));
            }
            List<RefundView> refunds = PaymentViewStore.refunds(handle, paymentId);
            return Reply.ok(payment.with(
                    isClient ? refunds.stream().map(RefundView::forCustomer).toList() : refunds));
        });
    }

    public Reply history(Call call) {
        PaymentFilter filter = PaymentFilter.of(call);
        List<PaymentView> rows = AccessTrail.reading(database, call, handle -> {
            String which = filter.orderId().map(UUID::toString).orElse("all");
            trail.record(handle, call, new Access("payments.listed", "payments-of-order", which, null));
            return PaymentViewStore.list(handle, filter);
        });
        return Reply.ok(Page.of(rows, filter.limit(), payment -> Cursor.of(payment.createdAt(), payment.id())));
    }
}
