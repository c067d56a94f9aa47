package dev.quayside.orders.lifecycle;

import dev.quayside.orders.order.OrderStatus;
import dev.quayside.shared.http.ProblemException;
import dev.quayside.shared.http.ProblemType;

/** Why an order does not move although somebody asks. */
enum LifecycleProblem implements ProblemType {
    NOT_CANCELLABLE("order-not-cancellable", "The order can no longer be cancelled"),
    STATUS_NOT_REACHABLE("order-status-not-reachable", "The order cannot get this status from where it stands");

    private final String slug;
    private final String title;

    LifecycleProblem(String slug, String title) {
        this.slug = slug;
        this.title = title;
    }

    ProblemException exception(OrderStatus current) {
        return new ProblemException(this, title + "; it is " + current);
    }

    @Override
    public String slug() {
        return slug;
    }

    @Override
    public int status() {
        return 409;
    }

    @Override
    public String title() {
        return title;
    }
}
