package dev.quayside.shared.kernel;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochGenerator;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** Identifiers: UUID version 7 (RFC 9562), so that rows of the same time lie side by side in an index. */
public final class Ids {

    private static final TimeBasedEpochGenerator GENERATOR = Generators.timeBasedEpochGenerator();

    /** {@link UUID#fromString} also takes shortened forms such as {@code 1-1-1-1-1}. */
    private static final Pattern CANONICAL = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    private Ids() {}

    /** A new identifier, greater than those this process made in earlier milliseconds. */
    public static UUID newId() {
        return GENERATOR.generate();
    }

    /** The identifier that {@code text} spells in the canonical form, or empty. */
    public static Optional<UUID> parse(String text) {
        return text != null && CANONICAL.matcher(text).matches()
                ? Optional.of(UUID.fromString(text))
                : Optional.empty();
    }
}
