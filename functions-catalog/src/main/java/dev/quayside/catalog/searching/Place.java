package dev.quayside.catalog.searching;

import dev.quayside.shared.http.Call;
import dev.quayside.shared.http.Cursor;
import dev.quayside.shared.http.ProblemException;
import java.util.Optional;
import java.util.UUID;

/**
 * Where a page of results ended.
 *
 * @param wanted what was searched for, after any correction
 * @param part of the products, which the last hit was ranked among
 * @param rank of the last hit
 * @param id of the last hit
 */
record Place(Wanted wanted, Part part, double rank, UUID id) {

    private static final int PARTS = 6;

    static Optional<Place> of(Call call) {
        return call.cursor(PARTS).map(Place::of);
    }

    private static Place of(Cursor cursor) {
        if (cursor.text(1).length() > SearchRequest.MOST_CHARACTERS) {
            throw invalid();
        }
        return new Place(
                new Wanted(kind(cursor.text(0)), cursor.text(1)),
                part(cursor.number(2), cursor.number(3)),
                cursor.decimal(4),
                cursor.uuid(5));
    }

    private static Part part(long count, long number) {
        try {
            return new Part(Math.toIntExact(count), Math.toIntExact(number));
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw invalid();
        }
    }

    private static Wanted.Kind kind(String text) {
        for (Wanted.Kind kind : Wanted.Kind.values()) {
            if (kind.name().equals(text)) {
                return kind;
            }
        }
        throw invalid();
    }

    private static ProblemException invalid() {
        return ProblemException.invalidParameter("cursor", "is not a cursor of this list");
    }

    String cursor() {
        return Cursor.of(wanted.kind(), wanted.text(), part.count(), part.number(), rank, id);
    }

    /** Whether a hit of the same round comes after this place. */
    boolean isBefore(Hit hit) {
        int byRank = Double.compare(hit.rank(), rank);
        return byRank < 0 || (byRank == 0 && hit.id().toString().compareTo(id.toString()) < 0);
    }
}
