package dev.quayside.local.outside;

import java.util.List;
import java.util.Optional;

/** A shipping zone: its countries, its price list (in euro cents) and how many days a parcel takes. */
enum Zone {
    DOMESTIC("DE", 490, 60, 3),
    NEIGHBOURS("AT BE CH CZ DK FR LU NL PL", 990, 120, 4),
    EUROPE("BG CY EE ES FI GB GR HR HU IE IS IT LT LV MT NO PT RO SE SI SK", 1490, 200, 6),
    WORLD("AU BR CA IN JP KR MX NZ SG US ZA", 2990, 900, 12);

    private static final long INCLUDED_GRAMS = 2000;

    private final String countries;
    private final long basePrice;
    private final long perKilogram;
    private final int days;

    Zone(String countries, long basePrice, long perKilogram, int days) {
        this.countries = countries;
        this.basePrice = basePrice;
        this.perKilogram = perKilogram;
        this.days = days;
    }

    /** The zone of an ISO 3166 country code; empty if nothing is shipped there. */
    static Optional<Zone> of(String country) {
        for (Zone zone : values()) {
            if (List.of(zone.countries.split(" ")).contains(country)) {
                return Optional.of(zone);
            }
        }
        return Optional.empty();
    }

    /** Euro cents: two kilograms are in the base price, each further kilogram begun costs extra. */
    long price(long grams) {
        long extra = Math.max(0, grams - INCLUDED_GRAMS);
        return basePrice + (extra + 999) / 1000 * perKilogram;
    }

    int days() {
        return days;
    }
}
