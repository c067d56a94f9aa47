package dev.quayside.local.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.quayside.local.PlatformProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Sends requests to the shared platform and holds every answer against the app's OpenAPI document: status, headers,
 * media type, body, and for problems that they are what RFC 9457 and our design say. An answer that was not promised
 * fails the test that saw it.
 */
final class ContractClient {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final PlatformProcess platform = SharedPlatform.get();
    private final OpenApiContract contract = OpenApiContract.get();
    private final Map<Who, String> tokens = new EnumMap<>(Who.class);

    /** Sends as one of the demo users, unless the request has a token of its own: clients at the external door, employees and services at the internal one. */
    Answer send(Who who, Ask ask) {
        URI uri =
                who.isClient() || who == Who.ANONYMOUS ? platform.external(ask.path()) : platform.internal(ask.path());
        boolean isSigned = who == Who.ANONYMOUS || ask.headers().containsKey("Authorization");
        return checked(ask, uri, isSigned ? ask : ask.header("Authorization", "Bearer " + token(who)));
    }

    /** Sends with the headers of {@code ask} and no others. */
    Answer sendBare(Ask ask) {
        return checked(ask, platform.external(ask.path()), ask);
    }

    /** Sends what no document describes: nothing is checked. */
    Answer sendUnchecked(Ask ask) {
        return exchange(platform.external(ask.path()), ask);
    }

    synchronized String token(Who who) {
        return tokens.computeIfAbsent(who, caller -> platform.token(caller.user()));
    }

    private Answer checked(Ask asked, URI uri, Ask sent) {
        OpenApiContract.Operation operation = contract.operation(asked.method(), asked.path())
                .orElseThrow(() -> new AssertionError("no document describes " + asked));
        Answer answer = exchange(uri, sent);
        assertThat(answer.status()).as("%s answers %s", asked, answer).isNotEqualTo(500);
        List<String> faults = new ArrayList<>(contract.faults(operation, answer));
        faults.addAll(problemFaults(answer));
        assertThat(faults).as("%s answers %s", asked, answer).isEmpty();
        return answer;
    }

    private static List<String> problemFaults(Answer answer) {
        if (answer.status() < 400) {
            return answer.isProblem() ? List.of("a problem is no success") : List.of();
        }
        List<String> faults = new ArrayList<>();
        JsonNode problem = answer.json();
        if (problem.path("status").asInt() != answer.status()) {
            faults.add("the problem's status is another");
        }
        for (String field : List.of("type", "title", "detail", "traceId")) {
            if (problem.path(field).asText().isEmpty()) {
                faults.add("the problem has no " + field);
            }
        }
        if (!problem.path("traceId").asText().equals(answer.header("trace-id").orElse(""))) {
            faults.add("the problem's traceId is not that of the header");
        }
        faults.addAll(leaks(answer));
        return faults;
    }

    /** Traces of our insides that a caller must not see. */
    static List<String> leaks(Answer answer) {
        return List.of("\tat ", "Exception", "org.postgresql", "dev.quayside.", "SQLState", "SELECT ", "INSERT ")
                .stream()
                .filter(answer.text()::contains)
                .map(leak -> "the problem shows \"" + leak.strip() + "\"")
                .toList();
    }

    private Answer exchange(URI uri, Ask ask) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(uri).timeout(PATIENCE).method(ask.method(), ask.publisher());
        ask.headers().forEach(request::header);
        try {
            return Answer.of(platform.http().send(request.build(), BodyHandlers.ofString()));
        } catch (IOException e) {
            throw new UncheckedIOException(ask + " got no answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
