package dev.quayside.shared.data;

import java.sql.SQLException;
import java.sql.SQLTransientException;

/** Tells failures that may pass by themselves from those that will come again. */
public final class TransientFailure {

    private TransientFailure() {}

    /** Whether the database was away, busy or in conflict: trying again makes sense. */
    public static boolean isCauseOf(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLTransientException
                    || (cause instanceof SQLException sql && isTransient(sql.getSQLState()))) {
                return true;
            }
        }
        return false;
    }

    /** Whether a lock was not granted in time. */
    public static boolean isLockTimeout(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && "55P03".equals(sql.getSQLState())) {
                return true;
            }
        }
        return false;
    }

    private static boolean isTransient(String state) {
        return state != null
                && (state.startsWith("08") // connection
                        || state.startsWith("40") // serialization failure, deadlock
                        || state.startsWith("53") // insufficient resources
                        || state.startsWith("57") // cancelled, shutting down
                        || state.equals("55P03")); // lock not available
    }
}
