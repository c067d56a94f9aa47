package dev.quayside.orders.shipping;

import dev.quayside.shared.http.ProblemException;
import dev.quayside.shared.http.ProblemType;

/** What can be wrong with shipping when somebody asks. */
enum ShippingProblem implements ProblemType {
    UNSHIPPABLE("unshippable", 422, "It cannot be shipped to this destination"),
    NO_SHIPMENT("no-shipment", 404, "No shipment is booked for this order yet"),
    SHIPPING_UNAVAILABLE("shipping-unavailable", 503, "The shipping service does not answer; try again shortly");

    private final String slug;
    private final int status;
    private final String title;

    ShippingProblem(String slug, int status, String title) {
        this.slug = slug;
        this.status = status;
        this.title = title;
    }

    ProblemException exception() {
        return new ProblemException(this, title);
    }

    @Override
    public String slug() {
        return slug;
    }

    @Override
    public int status() {
        return status;
    }

    @Override
    public String title() {
        return title;
    }
}
