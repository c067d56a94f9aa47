package dev.quayside.payments.desk;

import dev.quayside.shared.data.Database;
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

    public ShowPayments(Database database) {
        this.database = database;
    }

    public Reply one(Call call, String id) {
        UUID paymentId = Call.id(id);
        boolean isClient = call.caller().isClient();
        Optional<UUID> customer = isClient ? Optional.of(call.caller().id()) : Optional.empty();
        return database.withHandle(handle -> {
            PaymentView payment =
                    PaymentViewStore.find(handle, paymentId, customer).orElseThrow(ProblemException::notFound);
            List<RefundView> refunds = PaymentViewStore.refunds(handle, paymentId);
            return Reply.ok(payment.with(
                    isClient ? refunds.stream().map(RefundView::forCustomer).toList() : refunds));
        });
    }

    public Reply history(Call call) {
        PaymentFilter filter = PaymentFilter.of(call);
        List<PaymentView> rows = database.withHandle(handle -> PaymentViewStore.list(handle, filter));
        return Reply.ok(Page.of(rows, filter.limit(), payment -> Cursor.of(payment.createdAt(), payment.id())));
    }
}
