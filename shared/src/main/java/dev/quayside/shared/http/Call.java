package dev.quayside.shared.http;

import com.microsoft.azure.functions.HttpRequestMessage;
import dev.quayside.shared.auth.Caller;
import dev.quayside.shared.data.Database;
import dev.quayside.shared.kernel.Ids;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jdbi.v3.core.HandleCallback;

/**
 * One HTTP request, as endpoints see it. Whatever is wrong with what they ask for ends the request with a problem that
 * names the place.
 */
public final class Call {

    private static final int DEFAULT_LIMIT = 50;
    private static final int MOST_ITEMS = 200;
    private static final Pattern KEY = Pattern.compile("[\\x21-\\x7E]{1,255}");
    private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");
    private static final Pattern ETAG = Pattern.compile("\"(\\d{1,18})\"");

    private final HttpRequestMessage<Optional<String>> request;
    private final Caller caller;
    private final int trustedProxies;

    Call(HttpRequestMessage<Optional<String>> request, Caller caller, int trustedProxies) {
        this.request = request;
        this.caller = caller;
        this.trustedProxies = trustedProxies;
    }

    /** Who calls; not to be asked for on anonymous routes. */
    public Caller caller() {
        if (caller == null) {
            throw new IllegalStateException("an anonymous route has no caller");
        }
        return caller;
    }

    /**
     * The body as a record: well-formed, without unknown fields, and valid if it is {@link Validated}.
     *
     * @throws ProblemException 400, 413, 415 or 422
     */
    public <T> T body(Class<T> type) {
        return BodyReader.read(header("content-type").orElse(null), text(), type);
    }

    /** An id from the route; one that is not a UUID cannot exist. */
    public static UUID id(String routeParameter) {
        return Ids.parse(routeParameter).orElseThrow(ProblemException::notFound);
    }

    /** A header by its lower-case name; blank counts as absent. */
    public Optional<String> header(String name) {
        return Optional.ofNullable(request.getHeaders().get(name))
                .map(String::strip)
                .filter(v -> !v.isEmpty());
    }

    /** The network address that the call came from, as our own proxies tell it; absent if they do not. */
    public Optional<String> address() {
        return header("x-forwarded-for").flatMap(header -> ForwardedFor.caller(header, trustedProxies));
    }

    /** A query parameter; blank counts as absent. */
    public Optional<String> query(String name) {
        Optional<String> value =
                Optional.ofNullable(request.getQueryParameters().get(name)).filter(v -> !v.isBlank());
        if (value.isPresent() && value.get().indexOf('\0') >= 0) {
            throw ProblemException.invalidParameter(name, "must not contain NUL");
        }
        return value;
    }

    public Optional<UUID> queryId(String name) {
        return query(name)
                .map(text ->
                        Ids.parse(text).orElseThrow(() -> ProblemException.invalidParameter(name, "must be a UUID")));
    }

    public Optional<Instant> queryInstant(String name) {
        return query(name).map(text -> {
            try {
                Instant instant = Instant.parse(text);
                if (isStorable(instant)) {
                    return instant;
                }
            } catch (DateTimeException e) {
                // told below
            }
            throw ProblemException.invalidParameter(name, "must be a UTC time such as 2026-01-31T12:00:00Z");
        });
    }

    /** {@link Instant} reaches a billion years further than PostgreSQL. */
    static boolean isStorable(Instant instant) {
        return !instant.isBefore(EARLIEST) && instant.isBefore(LATEST);
    }

    public <E extends Enum<E>> Optional<E> queryEnum(String name, Class<E> type) {
        return query(name)
                .map(text -> Arrays.stream(type.getEnumConstants())
                        .filter(constant -> constant.name().equals(text))
                        .findFirst()
                        .orElseThrow(() -> ProblemException.invalidParameter(
                                name, "must be one of " + Arrays.toString(type.getEnumConstants()))));
    }

    /** A whole number in a range, or the fallback if it is not given. */
    public long queryNumber(String name, long fallback, long least, long most) {
        Optional<String> text = query(name);
        if (text.isEmpty()) {
            return fallback;
        }
        try {
            long value = Long.parseLong(text.get());
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException e) {
            // told below
        }
        throw ProblemException.invalidParameter(name, "must be a whole number from " + least + " to " + most);
    }

    /** How many items a page shall have: {@code limit}, 1 to 200, 50 if not given. */
    public int limit() {
        return (int) queryNumber("limit", DEFAULT_LIMIT, 1, MOST_ITEMS);
    }

    /** Where the page starts: {@code cursor}, with so many parts. */
    public Optional<Cursor> cursor(int parts) {
        return query("cursor").map(text -> Cursor.parse(text, parts));
    }

    /** The version that the caller has read: {@code If-Match}; 428 without, 412 if it is not one of our ETags. */
    public long ifMatch() {
        String header = header("if-match")
                .orElseThrow(() -> new ProblemException(
                        CommonProblem.PRECONDITION_REQUIRED, CommonProblem.PRECONDITION_REQUIRED.title()));
        Matcher etag = ETAG.matcher(header);
        if (!etag.matches()) {
            throw preconditionFailed();
        }
        return Long.parseLong(etag.group(1));
    }

    /** What to throw when the version of {@link #ifMatch} is not the current one. */
    public static ProblemException preconditionFailed() {
        return new ProblemException(CommonProblem.PRECONDITION_FAILED, CommonProblem.PRECONDITION_FAILED.title());
    }

    /**
     * Runs {@code work} in one transaction, at most once for the caller's {@code Idempotency-Key}; a repeated request
     * gets the answer of the first.
     *
     * @param operation names what is done, {@code orders.place}
     */
    public Reply once(Database database, String operation, HandleCallback<Reply, RuntimeException> work) {
        Idempotency.Claim claim = claim(operation);
        return database.inTransaction(
                transaction -> Idempotency.once(transaction, claim, () -> work.withHandle(transaction)));
    }

    /** The caller's {@code Idempotency-Key} with what is asked for under it; 400 without one. */
    public Idempotency.Claim claim(String operation) {
        String key = header("idempotency-key")
                .orElseThrow(() -> new ProblemException(
                        CommonProblem.IDEMPOTENCY_KEY_MISSING, CommonProblem.IDEMPOTENCY_KEY_MISSING.title()));
        if (!KEY.matcher(key).matches()) {
            throw ProblemException.invalidParameter("Idempotency-Key", "must be 1 to 255 visible ASCII characters");
        }
        String asked = request.getUri().getPath() + '\n' + text();
        return new Idempotency.Claim(caller().reference(), operation, key, asked);
    }

    private String text() {
        return request.getBody().orElse("");
    }
}
