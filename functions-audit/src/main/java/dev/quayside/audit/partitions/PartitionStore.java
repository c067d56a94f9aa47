package dev.quayside.audit.partitions;

import java.time.LocalDate;
import org.jdbi.v3.core.Handle;

/** SQL of partitions. */
final class PartitionStore {

    private PartitionStore() {}

    /** @return how many were made */
    static int create(Handle transaction, LocalDate firstMonth, int months) {
        return transaction
                .createQuery("select create_partitions(:firstMonth, :months)")
                .bind("firstMonth", firstMonth)
                .bind("months", months)
                .mapTo(Integer.class)
                .one();
    }
}
