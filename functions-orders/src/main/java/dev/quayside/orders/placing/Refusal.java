package dev.quayside.orders.placing;

import dev.quayside.shared.http.FieldError;
import dev.quayside.shared.http.ProblemException;
import dev.quayside.shared.http.ProblemType;
import java.util.List;

/** Why an order cannot be placed although it is well-formed. */
public enum Refusal implements ProblemType {
    CUSTOMER_ERASED("customer-erased", 410, "The customer asked to be forgotten"),
    UNKNOWN_PRODUCT("unknown-product", 422, "There is no such product"),
    DISCONTINUED_PRODUCT("discontinued-product", 422, "The product is no longer sold"),
    CURRENCY_MISMATCH("currency-mismatch", 422, "The product is not priced in the currency of the order"),
    COUNTRY_NOT_SERVED("country-not-served", 422, "We do not deliver to this country"),
    TOTAL_TOO_LARGE("total-too-large", 422, "The total of the order is larger than we can handle");

    private final String slug;
    private final int status;
    private final String title;

    Refusal(String slug, int status, String title) {
        this.slug = slug;
        this.status = status;
        this.title = title;
    }

    /** The answer that names the places. */
    public ProblemException at(List<String> pointers) {
        List<FieldError> errors =
                pointers.stream().map(pointer -> FieldError.at(pointer, title)).toList();
        return new ProblemException(this, title, errors);
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
