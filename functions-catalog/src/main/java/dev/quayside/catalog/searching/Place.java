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
 * @param width how many samples each round looks at
 * @param round the round of the last hit, from 0
 * @param rank of the last hit
 * @param id of the last hit
 */
record Place(Wanted wanted, int width, int round, double rank, UUID id) {

    private static final int PARTS = 6;

    static Optional<Place> of(Call call) {
        return call.cursor(PARTS).map(Place::of);
    }

    private static Place of(Cursor cursor) {
        long width = cursor.number(2);
        long round = cursor.number(3);
        boolean valid = cursor.text(1).length() <= SearchRequest.MOST_CHARACTERS
                && width >= 1
                && width <= HitStore.SAMPLES
                && round >= 0
                && round < HitStore.SAMPLES
                && round * width < HitStore.SAMPLES;
        if (!valid) {
            throw invalid();
        }
        return new Place(
                new Wanted(kind(cursor.text(0)), cursor.text(1)),
                (int) width,
                (int) round,
                cursor.decimal(4),
                cursor.uuid(5));
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
        return Cursor.of(wanted.kind(), wanted.text(), width, round, rank, id);
    }

    /** Whether a hit of the same round comes after this place. */
    boolean isBefore(Hit hit) {
        int byRank = Double.compare(hit.rank(), rank);
        return byRank < 0 || (byRank == 0 && hit.id().toString().compareTo(id.toString()) < 0);
    }
}
