package dev.quayside.local.outside;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.quayside.local.Refusal;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;

/**
 * The systems that are not Quayside's: payment gateway, shipping service and the providers of e-mail and text
 * messages, as HTTP servers with API keys and switches for faults. They remember in a database of their own, so that
 * after a killed platform it can still be told who was charged.
 */
public final class OutsideSystems implements AutoCloseable {
    /** The systems as they stand in URLs. */
    static final Set<String> NAMES = Set.of("payments", "shipping", "mail", "sms");

    private static final int POOL_SIZE = 6;

    private final String apiKey = "local-" + UUID.randomUUID();
    private final Faults faults = new Faults();
    private final HikariDataSource pool;
    private final PaymentGateway payments;
    private final ShippingService shipping;
    private final MessageService mail;
    private final MessageService sms;
    private HttpServer server;

    private OutsideSystems(HikariDataSource pool) {
        this.pool = pool;
        Jdbi jdbi = Jdbi.create(pool);
        jdbi.useHandle(handle -> handle.createScript(schema()).execute());
        this.payments = new PaymentGateway(jdbi);
        this.shipping = new ShippingService(jdbi, Clock.systemUTC());
        this.mail = MessageService.mail(jdbi, Clock.systemUTC());
        this.sms = MessageService.sms(jdbi, Clock.systemUTC());
    }

    /**
     * Starts the systems on 127.0.0.1.
     *
     * @param database what they remember in; theirs alone
     * @param port 0 for any free port
     */
    public static OutsideSystems start(Vertx vertx, DataSource database, int port) {
        OutsideSystems systems = new OutsideSystems(pool(database));
        try {
            systems.server = vertx.createHttpServer()
                    .requestHandler(new OutsideRoutes(vertx, systems)::handle)
                    .listen(port, "127.0.0.1")
                    .await();
            return systems;
        } catch (RuntimeException e) {
            systems.pool.close();
            throw new Refusal("The outside systems do not start: " + e.getMessage() + ".", e);
        }
    }

    /** Answers a call to {@code system}, after the fault switches had their say. Blocks on the database. */
    Answer answer(String system, Call call) {
        if (system.equals("faults")) {
            return faults.handle(call);
        }
        if (!NAMES.contains(system)) {
            return Replies.noSuchRoute();
        }
        boolean curious = call.method().equals("GET") && call.authorization().isEmpty();
        if (curious) {
            return serve(system, call, false);
        }
        if (!call.authorization().equals(Optional.of("Bearer " + apiKey))) {
            return Replies.unauthorized();
        }
        return faults.strike(system)
                .map(fault -> faulty(system, call, fault))
                .orElseGet(() -> serve(system, call, false));
    }

    private Answer faulty(String system, Call call, Faults.Fault fault) {
        return switch (fault.mode()) {
            case DELAY -> serve(system, call, false).after(fault.delay());
            case ERROR -> Answer.error(503, "unavailable", "The service is out of order; try again.");
            case TIMEOUT -> {
                serve(system, call, false);
                yield Answer.never(PaymentGateway.SILENCE);
            }
            case DECLINE -> serve(system, call, true);
            case DROP -> Answer.never(java.time.Duration.ZERO);
        };
    }

    private Answer serve(String system, Call call, boolean decline) {
        return switch (system) {
            case "payments" -> payments.handle(call, decline);
            case "shipping" -> shipping.handle(call, decline);
            case "mail" -> mail.handle(call, decline);
            default -> sms.handle(call, decline);
        };
    }

    /** What a caller puts behind {@code Authorization: Bearer}; another one each start. */
    public String apiKey() {
        return apiKey;
    }

    public int port() {
        return server.actualPort();
    }

    @Override
    public void close() {
        server.close().await();
        pool.close();
    }

    private static HikariDataSource pool(DataSource database) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("outside");
        config.setDataSource(database);
        config.setMaximumPoolSize(POOL_SIZE);
        config.setMinimumIdle(1);
        // A killed JVM loses nothing by this, only a killed PostgreSQL would; and it is not our latency to measure.
        config.setConnectionInitSql("SET synchronous_commit = off");
        return new HikariDataSource(config);
    }

    private static String schema() {
        try (InputStream script = OutsideSystems.class.getResourceAsStream("/outside/schema.sql")) {
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
