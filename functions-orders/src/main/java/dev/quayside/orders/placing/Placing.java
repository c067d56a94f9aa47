package dev.quayside.orders.placing;

import java.util.List;

/** What became of a request to place an order. */
sealed interface Placing {

    record Placed(Order order) implements Placing {}

    /** @param pointers to what is refused in the request */
    record Refused(Refusal refusal, List<String> pointers) implements Placing {
        public Refused {
            pointers = List.copyOf(pointers);
        }
    }
}
