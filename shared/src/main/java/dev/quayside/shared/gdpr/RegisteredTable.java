package dev.quayside.shared.gdpr;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A row of {@code personal_data_tables}: rows that belong to a customer.
 *
 * @param owner SQL condition that finds the rows of {@code :customer}, false for those that are erased
 * @param isExported whether its rows are part of an export
 * @param eraser the function that erases; null if the columns say what to do
 * @param columns those of {@code personal_data}
 */
public record RegisteredTable(
        String name, String owner, boolean isExported, String eraser, List<RegisteredColumn> columns) {

    public RegisteredTable {
        columns = List.copyOf(columns);
    }

    /**
     * The statement that erases up to {@code :most} rows of {@code :customer} and tells how many; empty if nothing here
     * has to be erased. The rows are locked first, so that none slips away by being changed meanwhile.
     */
    public Optional<String> eraseSome() {
        if (eraser != null) {
            return Optional.of("select %s(:customer, :pseudonym, :most)".formatted(eraser));
        }
        String rows =
                "where ctid = any(array(select ctid from %s where %s limit :most for update))".formatted(name, owner);
        return change().map(change ->
                "with erased as (%s %s returning 1) select count(*) from erased".formatted(change, rows));
    }

    private Optional<String> change() {
        if (columns.stream().anyMatch(column -> column.erasure() == Erasure.DELETE)) {
            return Optional.of("delete from " + name);
        }
        String changes = columns.stream()
                .filter(column -> column.erasedValue() != null)
                .map(column -> column.name() + " = " + column.erasedValue())
                .collect(Collectors.joining(", "));
        return changes.isEmpty() ? Optional.empty() : Optional.of("update " + name + " set " + changes);
    }
}
