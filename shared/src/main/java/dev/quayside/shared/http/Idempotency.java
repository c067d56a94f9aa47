package dev.quayside.shared.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.quayside.shared.data.TransientFailure;
import dev.quayside.shared.kernel.Json;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;

/**
 * Runs a request at most once per key. The claim, the effect and the answer commit together: a crash leaves all or
 * nothing, and a second request with the key waits at the claim until the first has committed, then gets its answer.
 */
public final class Idempotency {

    static final String REPLAYED = "Idempotency-Replayed";

    /**
     * Who asks for what under which key.
     *
     * @param caller keys of different callers never meet
     * @param operation keys of different operations never meet, {@code orders.place}
     * @param key chosen by the caller
     * @param request what is asked for; another request under the same key is refused
     */
    public record Claim(String caller, String operation, String key, String request) {

        /** Tells another request under the same key, without keeping the request. */
        public byte[] requestHash() {
            return sha256(request);
        }
    }

    private Idempotency() {}

    /**
     * Runs {@code work}, or replays the answer it gave before. A problem thrown by {@code work} rolls everything back
     * and is not remembered: the same key may be used again once the request is mended.
     *
     * @throws ProblemException 422 if the key was used for another request, 409 if the first one runs for too long
     */
    public static Reply once(Handle transaction, Claim claim, Supplier<Reply> work) {
        if (!claim(transaction, claim)) {
            return stored(transaction, claim).orElseThrow(Idempotency::stillRunning);
        }
        Reply reply = work.get();
        remember(transaction, claim, reply);
        return reply;
    }

    private static boolean claim(Handle transaction, Claim claim) {
        try {
            return transaction
                            .createUpdate("""
                                    insert into idempotency_keys as existing (caller, operation, key, request_hash)
                                    values (:caller, :operation, :key, :hash)
                                    on conflict (caller, operation, key) do update
                                    set request_hash = excluded.request_hash, created_at = excluded.created_at,
                                        status = null, headers = null, body = null
                                    where existing.created_at < now() - interval '24 hours'
                                    """)
                            .bindMethods(claim)
                            .bind("hash", claim.requestHash())
                            .execute()
                    == 1;
        } catch (JdbiException e) {
            if (TransientFailure.isLockTimeout(e)) {
                throw stillRunning();
            }
            throw e;
        }
    }

    /**
     * The answer that was given to a request before. For work that writes effect, key and answer in one statement of
     * its own: it asks here when the key turns out to be taken.
     *
     * @return empty if there is none: the first request rolled back or still runs
     * @throws ProblemException 422 if the key was used for another request
     */
    public static Optional<Reply> stored(Handle handle, Claim claim) {
        Optional<Stored> stored = handle.createQuery("""
                        select request_hash, status, headers, body from idempotency_keys
                        where caller = :caller and operation = :operation and key = :key
                        and created_at >= now() - interval '24 hours'
                        """)
                .bindMethods(claim)
                .map((row, context) -> new Stored(
                        row.getBytes("request_hash"),
                        row.getInt("status"),
                        row.getString("headers"),
                        row.getString("body")))
                .findOne();
        if (stored.isPresent() && !MessageDigest.isEqual(claim.requestHash(), stored.get().requestHash)) {
            throw new ProblemException(
                    CommonProblem.IDEMPOTENCY_KEY_REUSED, CommonProblem.IDEMPOTENCY_KEY_REUSED.title());
        }
        return stored.map(answer -> answer.reply().header(REPLAYED, "true"));
    }

    /** What to throw when the first request with a key has not ended: the caller simply asks again. */
    public static ProblemException stillRunning() {
        return new ProblemException(
                CommonProblem.IDEMPOTENCY_KEY_IN_PROGRESS, CommonProblem.IDEMPOTENCY_KEY_IN_PROGRESS.title());
    }

    private static void remember(Handle transaction, Claim claim, Reply reply) {
        transaction
                .createUpdate("""
                        update idempotency_keys set status = :status, headers = :headers, body = :body
                        where caller = :caller and operation = :operation and key = :key
                        """)
                .bindMethods(claim)
                .bind("status", reply.status())
                .bind("headers", Json.write(reply.headers()))
                .bind("body", reply.body())
                .execute();
    }

    /**
     * Forgets keys older than 24 hours. Passes over those that another sweep deletes or a request takes anew in this
     * moment: waiting for them would end in a lock timeout, and the answer under way is a new one.
     *
     * @return rows deleted, at most {@code batch}
     */
    public static int purgeExpired(Handle transaction, int batch) {
        return transaction.createUpdate("""
                        delete from idempotency_keys where ctid = any(array(
                            select ctid from idempotency_keys
                            where created_at < now() - interval '24 hours' limit :batch for update skip locked))
                        """).bind("batch", batch).execute();
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared as a record
    private record Stored(byte[] requestHash, int status, String headers, String body) {

        Reply reply() {
            try {
                @SuppressWarnings("unchecked")
                Map<String, String> stored = Json.read(headers, Map.class);
                return new Reply(status, stored, body);
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("A stored answer cannot be read", e);
            }
        }
    }
}
