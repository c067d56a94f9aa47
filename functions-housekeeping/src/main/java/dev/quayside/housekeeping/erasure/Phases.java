package dev.quayside.housekeeping.erasure;

import java.util.List;

/**
 * In which order the apps forget a customer. Each phase begins when all of the one before are done.
 *
 * <ol>
 *   <li>orders, which waits until every order of the customer is final: until then payments, stock and news are needed.
 *   <li>Those that know the customer by way of orders, or serve themselves.
 *   <li>customers, so that the others can still be mended by what it knows.
 *   <li>audit, which has recorded what the others did.
 * </ol>
 */
final class Phases {

    static final List<List<String>> IN_ORDER = List.of(
            List.of("orders"),
            List.of("payments", "catalog", "notifications", "housekeeping"),
            List.of("customers"),
            List.of("audit"));

    private Phases() {}

    /** Every app once, in order. */
    static List<String> apps() {
        return IN_ORDER.stream().flatMap(List::stream).toList();
    }
}
