package dev.quayside.audit.chain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Anchors in a file, one a line: as they are in their container, or pages of the list of anchors. */
final class AnchorFile {

    private static final ObjectMapper JSON = new ObjectMapper();

    private record Signed(Anchor anchor, String sha256) {}

    private AnchorFile() {}

    /**
     * The anchors by day.
     *
     * @throws InvalidAnchorException if one of them is none, or is not signed with these keys, or one is missing between
     */
    static List<Anchor> read(Path file, AnchorKeys keys) throws IOException {
        List<Signed> signed = new ArrayList<>();
        for (String document : documents(file)) {
            signed.add(new Signed(keys.verified(document), AnchorKeys.sha256(document)));
        }
        signed.sort(Comparator.comparing(each -> each.anchor.day()));
        for (int i = 1; i < signed.size(); i++) {
            requireSuccessor(signed.get(i - 1), signed.get(i));
        }
        return signed.stream().map(Signed::anchor).toList();
    }

    private static void requireSuccessor(Signed before, Signed next) {
        Anchor.Previous said = next.anchor.previous();
        if (said == null
                || !said.day().equals(before.anchor.day())
                || !said.sha256().equals(before.sha256)) {
            throw new InvalidAnchorException(
                    "the anchor of " + next.anchor.day() + " does not follow that of " + before.anchor.day(), null);
        }
    }

    private static List<String> documents(Path file) throws IOException {
        List<String> documents = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            if (line.startsWith("{")) {
                for (JsonNode item : JSON.readTree(line).path("items")) {
                    documents.add(item.path("document").asText());
                }
            } else if (!line.isBlank()) {
                documents.add(line.strip());
            }
        }
        return documents;
    }
}
