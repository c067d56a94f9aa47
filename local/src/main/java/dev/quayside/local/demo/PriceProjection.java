package dev.quayside.local.demo;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;

/** The orders app's own knowledge of prices, which follows the catalogue by event. */
public final class PriceProjection {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofMillis(50);

    private PriceProjection() {}

    /**
     * Waits until orders for {@code products} products can be placed.
     *
     * @throws IllegalStateException if the events do not arrive within half a minute
     */
    public static void await(DataSource database, int products) {
        Instant limit = Instant.now().plus(PATIENCE);
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            while (count(statement) < products) {
                if (Instant.now().isAfter(limit)) {
                    throw new IllegalStateException("the orders app has not heard of all products yet");
                }
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        } catch (SQLException e) {
            throw new IllegalStateException("the orders app's prices cannot be read: " + e.getMessage(), e);
        }
    }

    private static int count(Statement statement) throws SQLException {
        try (ResultSet rows = statement.executeQuery("SELECT count(*) FROM orders.product_prices")) {
            rows.next();
            return rows.getInt(1);
        }
    }
}
