package dev.quayside.audit.chain;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Runs the offline verifier in this process. */
public final class OfflineVerifierAccess {

    private OfflineVerifierAccess() {}

    /** What it prints. */
    public static String verify(String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        OfflineVerifier.run(arguments, new PrintStream(out, true, StandardCharsets.UTF_8));
        return out.toString(StandardCharsets.UTF_8).strip();
    }
}
