package dev.quayside.housekeeping.erasure;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/**
 * What has become of a customer's data in one app, as far as is known.
 *
 * @param beginsBefore of an app that may be erasing: it begins before this moment or, unless it is asked again, not at
 *     all. If the moment is past and the app has not answered, it is at work or was away. Absent otherwise
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record AppData(String app, State data, Instant beginsBefore) {

    /** From nothing erased to everything. */
    enum State {
        KEPT,
        /** A crash has cut the app short, and it was not asked again in time. */
        PARTLY_ERASED,
        /** It was asked, and may be erasing. */
        MAY_BE_ERASING,
        ERASED
    }

    private static final Comparator<AppData> BY_LOSS = Comparator.comparing(AppData::data)
            .thenComparing(AppData::beginsBefore, Comparator.nullsFirst(Comparator.naturalOrder()));

    static AppData of(Part part, Instant now) {
        Instant beginsBefore = part.beginsBefore(now).orElse(null);
        if (part.isDone()) {
            return new AppData(part.app(), State.ERASED, null);
        }
        if (beginsBefore != null) {
            return new AppData(part.app(), State.MAY_BE_ERASING, beginsBefore);
        }
        return new AppData(part.app(), part.hasErasedSome() ? State.PARTLY_ERASED : State.KEPT, null);
    }

    /** Of every app, what the erasure that is furthest has left. */
    static List<AppData> of(List<Erasure> erasures, Instant now) {
        return Phases.apps().stream()
                .map(app -> erasures.stream()
                        .map(erasure -> of(erasure.part(app), now))
                        .max(BY_LOSS)
                        .orElse(new AppData(app, State.KEPT, null)))
                .toList();
    }

    /** Whether a legal hold still keeps something of it for sure. */
    boolean isKept() {
        return data == State.KEPT || data == State.PARTLY_ERASED;
    }
}
