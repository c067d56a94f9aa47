package dev.quayside.local.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.quayside.shared.gdpr.Pseudonym;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.awaitility.Awaitility;

/** What a person can ask for by law, and what becomes of it. */
final class PersonalData {
    /** An answer that a killed platform has lost is asked for again by a timer. */
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    private final Shop shop;
    private final Person person;

    PersonalData(Shop shop, Person person) {
        this.shop = shop;
        this.person = person;
    }

    /** Asks for a copy and returns the path of it. */
    String requestExport() {
        HttpResponse<String> answer = person.post(person.path("/gdpr/export"), "");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        String location = answer.headers().firstValue("Location").orElseThrow();
        return URI.create(location).getPath();
    }

    /** Where the copy can be fetched, once it is whole. */
    URI awaitLink(String export) {
        JsonNode ready = Awaitility.await(export + " is ready")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> person.look(export), state -> state.has("link"));
        return URI.create(ready.get("link").asText());
    }

    static HttpResponse<byte[]> fetch(URI link) {
        try {
            return HttpClient.newHttpClient().send(HttpRequest.newBuilder(link).build(), BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** The files of the copy by name. */
    static Map<String, String> files(URI link) throws IOException {
        HttpResponse<byte[]> answer = fetch(link);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Disposition").orElse(""))
                .startsWith("attachment")
                .contains(".zip");
        Map<String, String> files = new TreeMap<>();
        try (InputStream bytes = new ByteArrayInputStream(answer.body());
                ZipInputStream zip = new ZipInputStream(bytes, UTF_8)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                files.put(entry.getName(), new String(zip.readAllBytes(), UTF_8));
            }
        }
        return files;
    }

    /** Asks to be forgotten. */
    void requestErasure() {
        HttpResponse<String> answer = person.delete(person.path(""));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
    }

    /** The erasure as admins see it, once it has that state. */
    JsonNode awaitErasure(String state) {
        shop.awaitQuery("select count(*) from housekeeping.erasures where pseudonym = '" + pseudonym() + "'", "1");
        return Awaitility.await("the erasure is " + state)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(200))
                .until(this::erasure, erasure -> erasure.path("state").asText().equals(state));
    }

    private JsonNode erasure() {
        return shop.look("admin", "/api/v1/admin/erasures/" + erasureId());
    }

    String erasureId() {
        return shop.one("select id from housekeeping.erasures where pseudonym = '" + pseudonym() + "'");
    }

    String pseudonym() {
        return Pseudonym.of(person.id()).toString();
    }
}
