package dev.quayside.local.endtoend;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What came back.
 *
 * @param headers by lower-case name, the first value of each
 */
record Answer(int status, Map<String, String> headers, String text) {
    private static final ObjectMapper JSON = new ObjectMapper();

    static Answer of(HttpResponse<String> response) {
        Map<String, String> headers = new TreeMap<>();
        response.headers().map().forEach((name, values) -> headers.put(name, values.get(0)));
        return new Answer(response.statusCode(), headers, response.body());
    }

    boolean isProblem() {
        return mediaType().equals("application/problem+json");
    }

    boolean isSuccess() {
        return status / 100 == 2;
    }

    Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    String mediaType() {
        return headers.getOrDefault("content-type", "").split(";", 2)[0].strip();
    }

    /** The body; a missing node if it is no JSON. */
    JsonNode json() {
        try {
            return text.isEmpty() ? MissingNode.getInstance() : JSON.readTree(text);
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }

    /** The last part of a problem's type, {@code validation-failed}; empty if this is none. */
    String problem() {
        String type = json().path("type").asText();
        return type.substring(type.lastIndexOf('/') + 1);
    }

    /** Where a problem points: JSON pointers into the body, or names of parameters. */
    List<String> places() {
        List<String> places = new ArrayList<>();
        json().path("errors")
                .forEach(error -> places.add(
                        error.path("pointer").asText(error.path("parameter").asText())));
        return places;
    }

    @Override
    public String toString() {
        return status + " " + mediaType() + " " + (text.length() > 600 ? text.substring(0, 600) + "…" : text);
    }
}
