package dev.quayside.customers.consents;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** The tables {@code consents} and {@code consent_purposes}. */
final class ConsentStore {

    private ConsentStore() {}

    /** All purposes, in alphabetical order. */
    static List<Purpose> purposes(Handle handle) {
        return handle.createQuery("select purpose, description from consent_purposes order by purpose collate \"C\"")
                .map((row, context) -> new Purpose(row.getString("purpose"), row.getString("description")))
                .list();
    }

    /** The newest entry of each purpose that the customer ever decided on. */
    static Map<String, Consent> current(Handle handle, UUID customer) {
        return handle.createQuery("""
                        select distinct on (purpose) customer_id, seq, purpose, granted, text_version, how, recorded_by, at
                        from consents where customer_id = :customer
                        order by purpose, seq desc
                        """).bind("customer", customer).map((row, context) -> consent(row)).stream()
                .collect(Collectors.toMap(Consent::purpose, Function.identity()));
    }

    static void append(Handle transaction, List<Consent> entries) {
        if (entries.isEmpty()) {
            return;
        }
        PreparedBatch batch = transaction.prepareBatch("""
                insert into consents (customer_id, seq, purpose, granted, text_version, how, recorded_by, at)
                values (:customerId, :seq, :purpose, :granted, :textVersion, :how, :recordedBy, :at)
                """);
        entries.forEach(entry -> batch.bindMethods(entry).add());
        batch.execute();
    }

    private static Consent consent(ResultSet row) throws SQLException {
        return new Consent(
                row.getObject("customer_id", UUID.class),
                row.getInt("seq"),
                row.getString("purpose"),
                row.getBoolean("granted"),
                row.getString("text_version"),
                row.getString("how"),
                row.getString("recorded_by"),
                row.getTimestamp("at").toInstant());
    }
}
