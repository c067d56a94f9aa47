package dev.quayside.audit.chain;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;

/**
 * A row as the chain sees it.
 *
 * @param seq its place
 * @param salt hex; null once the content is erased
 * @param commitment hex
 * @param link hex
 * @param content null once it is erased
 * @param withheld whether an archive left salt and content out; only in archives
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ChainRow(
        long seq,
        String salt,
        String commitment,
        String link,
        JsonNode content,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean withheld) {

    /** Whether there is nothing left but what the chain is made of. */
    boolean blank() {
        return salt == null && content == null;
    }

    /** Whether the content, unless it is erased, is what the row commits to. */
    boolean keepsItsWord() {
        if (blank()) {
            return true;
        }
        try {
            return salt != null
                    && content != null
                    && Chain.commitment(salt, content).equals(commitment);
        } catch (IllegalArgumentException notHex) {
            return false;
        }
    }

    /** Whether it is the row that belongs at a place, after that link; whatever place it says it has. */
    boolean belongs(String previous, long place) {
        try {
            return commitment != null && Chain.link(previous, place, commitment).equals(link);
        } catch (IllegalArgumentException notHex) {
            return false;
        }
    }
}
