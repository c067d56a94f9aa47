package dev.quayside.catalog.searching;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How many results there are of each kind. */
record Facets(List<CategoryCount> categories, List<PriceBand> priceBands) {

    record CategoryCount(String slug, String name, long count) {}

    /**
     * @param from minor units, included
     * @param to minor units, not included; absent for the last band
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record PriceBand(String currency, long from, Long to, long count) {}

    private static final List<Long> BOUNDS = List.of(0L, 1_000L, 2_500L, 5_000L, 10_000L, 25_000L, 50_000L);

    /**
     * Counts hits.
     *
     * @param scale how many times as many there are, about, if the hits are a sample
     * @param currency price bands count products with such a price
     */
    static Facets of(List<Hit> hits, int scale, String currency) {
        Map<String, String> names = new TreeMap<>();
        Map<String, Integer> byCategory = new TreeMap<>();
        int[] byPrice = new int[BOUNDS.size()];
        for (Hit hit : hits) {
            names.put(hit.category(), hit.categoryName());
            byCategory.merge(hit.category(), 1, Integer::sum);
            if (hit.currency().equals(currency)) {
                byPrice[band(hit.amount())]++;
            }
        }
        List<CategoryCount> categories = byCategory.entrySet().stream()
                .map(e -> new CategoryCount(e.getKey(), names.get(e.getKey()), (long) e.getValue() * scale))
                .sorted(Comparator.comparingLong(CategoryCount::count).reversed())
                .toList();
        return new Facets(categories, bands(byPrice, scale, currency));
    }

    private static int band(long amount) {
        int band = BOUNDS.size() - 1;
        while (amount < BOUNDS.get(band)) {
            band--;
        }
        return band;
    }

    private static List<PriceBand> bands(int[] counts, int scale, String currency) {
        List<PriceBand> bands = new ArrayList<>();
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] > 0) {
                Long to = i + 1 < counts.length ? BOUNDS.get(i + 1) : null;
                bands.add(new PriceBand(currency, BOUNDS.get(i), to, (long) counts[i] * scale));
            }
        }
        return bands;
    }
}
