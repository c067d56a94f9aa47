import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;

/**
 * What the database allows: the SQL of POST /orders, by plain JDBC, in a closed loop of so many clients. As in the app,
 * statements are prepared, the write is one statement and hence one transaction, and rows have the same size. Run by
 * the java launcher on the class path of the local platform; prints its figures as JSON.
 *
 * <p>Arguments: port of PostgreSQL, clients, seconds of warm-up, seconds measured, number of products.
 */
final class Floor {
    private static final String PRICES = """
            select given.basis_points, given.forgotten,
                   p.sku, p.name, p.currency, p.price, p.weight_grams, p.discontinued
            from (select (
                select basis_points from tax_rates
                where country = ? and valid_from <= current_date
                order by valid_from desc limit 1
            ) as basis_points, exists (select from erased_customers where pseudonym = ?) as forgotten) given
            left join product_prices p on p.sku = any(?)
            """;

    private static final String PLACE = """
            with given (caller, operation, key, request_hash, reply_status, headers, body,
                    id, customer_id, placed_at, placed_by, status, currency, net, tax, total, tax_basis_points,
                    lines, payment_method, shipping_address,
                    event_id, topic, type, subject, traceparent, payload, pseudonym) as (
                values (?, ?, ?, ?, ?, ?, ?,
                    ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,
                    cast(? as jsonb), ?, cast(? as jsonb),
                    ?, ?, ?, ?, ?, ?, ?)
            ), claimed as (
                insert into idempotency_keys as existing
                    (caller, operation, key, request_hash, status, headers, body)
                select caller, operation, key, request_hash, reply_status, headers, body from given
                where not exists (select from erased_customers e where e.pseudonym = given.pseudonym)
                on conflict (caller, operation, key) do update
                set request_hash = excluded.request_hash, created_at = excluded.created_at,
                    status = excluded.status, headers = excluded.headers, body = excluded.body
                where existing.created_at < now() - interval '24 hours'
                returning 1
            ), placed as (
                insert into orders (id, customer_id, placed_at, placed_by, currency, net, tax, total,
                    tax_basis_points, lines, shipping_address)
                select id, customer_id, placed_at, placed_by, currency, net, tax, total,
                    tax_basis_points, lines, shipping_address
                from given, claimed
            ), state as (
                insert into order_states (order_id, placed_at, status, version, changed_by, updated_at, payment_method)
                select id, placed_at, status, 1, placed_by, placed_at, payment_method from given, claimed
            ), history as (
                insert into order_history (order_id, version, to_status, actor, at)
                select id, 1, status, placed_by, placed_at from given, claimed
            )
            insert into outbox (event_id, topic, type, subject, traceparent, payload)
            select event_id, topic, type, subject, traceparent, payload from given, claimed
            """;

    private static final UUID CUSTOMER = UUID.fromString("a11ce000-0000-4000-8000-000000000001");
    private static final String CALLER = "client:" + CUSTOMER;
    private static final String ADDRESS = "{\"name\":\"Alice Larsen\",\"line1\":\"Kai 1\",\"line2\":null,"
            + "\"city\":\"Berlin\",\"postalCode\":\"10115\",\"country\":\"DE\"}";
    private static final NoArgGenerator IDS = Generators.timeBasedEpochGenerator();

    private final Connection connection;
    private final PreparedStatement prices;
    private final PreparedStatement place;
    private final int products;
    private int turn;

    private Floor(int port, int products, int client) throws SQLException {
        this.products = products;
        this.turn = client * 131;
        connection = DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + port + "/quayside?prepareThreshold=5", "orders_app", "local");
        prices = connection.prepareStatement(PRICES);
        place = connection.prepareStatement(PLACE);
    }

    public static void main(String[] arguments) throws Exception {
        int port = Integer.parseInt(arguments[0]);
        int clients = Integer.parseInt(arguments[1]);
        long warmUp = Long.parseLong(arguments[2]) * 1_000_000_000;
        long measured = Long.parseLong(arguments[3]) * 1_000_000_000;
        int products = Integer.parseInt(arguments[4]);
        List<Floor> floors = new ArrayList<>();
        for (int client = 0; client < clients; client++) {
            floors.add(new Floor(port, products, client));
        }
        long from = System.nanoTime() + warmUp;
        List<Callable<LongStream>> loops = new ArrayList<>();
        floors.forEach(floor -> loops.add(() -> floor.loop(from, from + measured)));
        ExecutorService threads = Executors.newFixedThreadPool(clients);
        LongStream latencies = LongStream.empty();
        for (Future<LongStream> loop : threads.invokeAll(loops)) {
            latencies = LongStream.concat(latencies, loop.get());
        }
        threads.shutdown();
        report(latencies.sorted().toArray(), measured / 1e9);
    }

    private static void report(long[] nanos, double seconds) {
        System.out.println(String.format(
                Locale.ROOT,
                "{\"orders\": %d, \"perSecond\": %.1f, \"p50\": %.3f, \"p95\": %.3f, \"p99\": %.3f}",
                nanos.length,
                nanos.length / seconds,
                percentile(nanos, 0.50),
                percentile(nanos, 0.95),
                percentile(nanos, 0.99)));
    }

    /** In milliseconds. */
    private static double percentile(long[] sortedNanos, double share) {
        return sortedNanos[(int) Math.min(sortedNanos.length - 1L, (long) (sortedNanos.length * share))] / 1e6;
    }

    /** Places orders until the time is over; returns the latencies of those that began after {@code from}. */
    private LongStream loop(long from, long until) throws SQLException {
        long[] latencies = new long[1024];
        int count = 0;
        for (long begun = System.nanoTime(); begun < until; begun = System.nanoTime()) {
            placeOrder();
            if (begun >= from) {
                if (count == latencies.length) {
                    latencies = Arrays.copyOf(latencies, count * 2);
                }
                latencies[count++] = System.nanoTime() - begun;
            }
        }
        connection.close();
        return Arrays.stream(latencies, 0, count);
    }

    private void placeOrder() throws SQLException {
        turn++;
        String[] skus = {sku(turn), sku(turn + 331), sku(turn + 662)};
        StringBuilder lines = new StringBuilder(400);
        long net = 0;
        prices.setString(1, "DE");
        prices.setObject(2, UUID.randomUUID());
        prices.setArray(3, connection.createArrayOf("text", skus));
        try (ResultSet rows = prices.executeQuery()) {
            while (rows.next()) {
                lines.append(lines.isEmpty() ? "[" : ",").append(line(rows));
                net += rows.getLong("price");
            }
        }
        insert(lines.append(']').toString(), net);
    }

    private String sku(int n) {
        return "BENCH-" + (n % products + 1);
    }

    private static String line(ResultSet row) throws SQLException {
        return "{\"sku\":\"" + row.getString("sku") + "\",\"name\":\"" + row.getString("name")
                + "\",\"quantity\":1,\"unitPrice\":{\"amount\":" + row.getLong("price") + ",\"currency\":\""
                + row.getString("currency") + "\"},\"weightGrams\":" + row.getInt("weight_grams") + "}";
    }

    private void insert(String lines, long net) throws SQLException {
        UUID id = IDS.generate();
        UUID eventId = IDS.generate();
        Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
        OffsetDateTime at = OffsetDateTime.ofInstant(now, ZoneOffset.UTC);
        long tax = net * 19 / 100;
        String order = "{\"id\":\"" + id + "\",\"customerId\":\"" + CUSTOMER + "\",\"status\":\"PLACED\",\"placedAt\":\""
                + now + "\",\"updatedAt\":\"" + now + "\",\"lines\":" + lines + ",\"net\":{\"amount\":" + net
                + ",\"currency\":\"EUR\"},\"shippingAddress\":" + ADDRESS + "}";
        String event = "{\"specversion\":\"1.0\",\"id\":\"" + eventId + "\",\"source\":\"/quayside/orders\","
                + "\"type\":\"quayside.order.placed.v1\",\"subject\":\"" + id + "\",\"time\":\"" + now
                + "\",\"datacontenttype\":\"application/json\",\"data\":" + order + "}";
        bind(
                // the key and the answer
                CALLER, "orders.place", UUID.randomUUID().toString(), new byte[32], 201,
                "{\"Content-Type\":\"application/json\",\"Location\":\"/api/v1/orders/" + id + "\",\"ETag\":\"\\\"1\\\"\"}",
                order,
                // the order
                id, CUSTOMER, at, CALLER, "PLACED", "EUR", net, tax, net + tax, 1900, lines, "tok_ok", ADDRESS,
                // its event
                eventId, "order-events", "quayside.order.placed.v1", id.toString(),
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", event,
                // somebody who was not forgotten
                UUID.randomUUID());
        if (place.executeUpdate() != 1) {
            throw new IllegalStateException("The order was not written");
        }
    }

    private void bind(Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            if (values[i] instanceof byte[] bytes) {
                place.setBytes(i + 1, bytes);
            } else {
                place.setObject(i + 1, values[i]);
            }
        }
    }
}
