package dev.quayside.orders.placing;

import dev.quayside.orders.placing.Placing.Refused;
import dev.quayside.orders.placing.PriceList.Article;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/** A rule that an order must keep to be placed. */
interface PlacingPolicy {

    /** All of them, in the order in which they are asked: the first that objects decides. */
    List<PlacingPolicy> ALL = List.of(
            new NobodyForgotten(),
            new OnlyKnownProducts(),
            new OnlyProductsStillSold(),
            new OneCurrency(),
            new OnlyServedCountries());

    Optional<Refused> objection(OrderRequest request, PriceList prices);

    /** Whoever is being forgotten leaves nothing new behind, though the token is valid for a while yet. */
    record NobodyForgotten() implements PlacingPolicy {
        @Override
        public Optional<Refused> objection(OrderRequest request, PriceList prices) {
            return prices.forgotten()
                    ? Optional.of(new Refused(Refusal.CUSTOMER_ERASED, List.of("/customerId")))
                    : Optional.empty();
        }
    }

    /** Each line names a product that the catalog has told of. */
    record OnlyKnownProducts() implements PlacingPolicy {
        @Override
        public Optional<Refused> objection(OrderRequest request, PriceList prices) {
            return lines(
                    request,
                    Refusal.UNKNOWN_PRODUCT,
                    "/sku",
                    sku -> !prices.articles().containsKey(sku));
        }
    }

    /** No line names a product that was discontinued. */
    record OnlyProductsStillSold() implements PlacingPolicy {
        @Override
        public Optional<Refused> objection(OrderRequest request, PriceList prices) {
            return lines(
                    request,
                    Refusal.DISCONTINUED_PRODUCT,
                    "/sku",
                    sku -> article(prices, sku).discontinued());
        }
    }

    /** All prices are in the currency of the order: nothing is converted. */
    record OneCurrency() implements PlacingPolicy {
        @Override
        public Optional<Refused> objection(OrderRequest request, PriceList prices) {
            return lines(
                    request,
                    Refusal.CURRENCY_MISMATCH,
                    "",
                    sku -> !article(prices, sku).unitPrice().currency().equals(request.currency()));
        }
    }

    /** There is a tax rate for where it goes. */
    record OnlyServedCountries() implements PlacingPolicy {
        @Override
        public Optional<Refused> objection(OrderRequest request, PriceList prices) {
            return prices.taxBasisPoints() != null
                    ? Optional.empty()
                    : Optional.of(new Refused(Refusal.COUNTRY_NOT_SERVED, List.of("/shippingAddress/country")));
        }
    }

    private static Article article(PriceList prices, String sku) {
        return prices.articles().get(sku);
    }

    private static Optional<Refused> lines(
            OrderRequest request, Refusal refusal, String field, Predicate<String> isRefused) {
        List<String> pointers = IntStream.range(0, request.lines().size())
                .filter(i -> isRefused.test(request.lines().get(i).sku()))
                .mapToObj(i -> "/lines/" + i + field)
                .toList();
        return pointers.isEmpty() ? Optional.empty() : Optional.of(new Refused(refusal, pointers));
    }
}
