package dev.quayside.audit.chain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.Iterator;
import java.util.NoSuchElementException;

/** An exported stream: the pages of the export, one a line, read row by row. */
final class Export implements Iterator<ChainRow> {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final BufferedReader lines;
    private final String stream;
    private final ChainEnd start;
    private Iterator<JsonNode> items = Collections.emptyIterator();
    private ChainEnd head;

    /** @throws UncheckedIOException if it cannot be read, or has no page */
    Export(BufferedReader lines) {
        this.lines = lines;
        JsonNode first = nextPage();
        if (first == null || !first.path("start").has("seq")) {
            throw new UncheckedIOException(new IOException("there is no page of an export"));
        }
        stream = first.path("stream").asText();
        ChainEnd said = end(first.path("start"));
        // What the file says of the very beginning needs no belief.
        start = said.seq() == 0 ? ChainEnd.start(stream) : said;
    }

    String stream() {
        return stream;
    }

    ChainEnd start() {
        return start;
    }

    /** Where the stream ended when the last page was exported; null if no page reached the end. */
    ChainEnd head() {
        return head;
    }

    @Override
    public boolean hasNext() {
        while (!items.hasNext()) {
            if (nextPage() == null) {
                return false;
            }
        }
        return true;
    }

    @Override
    public ChainRow next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        JsonNode item = items.next();
        return new ChainRow(
                item.path("seq").asLong(),
                text(item, "salt"),
                text(item, "commitment"),
                text(item, "link"),
                item.hasNonNull("content") ? item.get("content") : null,
                item.path("withheld").asBoolean());
    }

    private JsonNode nextPage() {
        try {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.isBlank()) {
                    JsonNode page = JSON.readTree(line);
                    items = page.path("items").iterator();
                    head = page.has("head") ? end(page.get("head")) : null;
                    return page;
                }
            }
            return null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ChainEnd end(JsonNode json) {
        return new ChainEnd(json.path("seq").asLong(), json.path("link").asText());
    }

    private static String text(JsonNode item, String field) {
        return item.hasNonNull(field) ? item.get(field).asText() : null;
    }
}
