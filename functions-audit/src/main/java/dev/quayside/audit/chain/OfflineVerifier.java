package dev.quayside.audit.chain;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Verifies exported streams without the platform: {@code java -jar quayside-audit-verifier.jar FILE...}. Exits with 0 if
 * every chain holds to its end, 1 if one does not, 2 if a file cannot be read.
 */
public final class OfflineVerifier {

    private OfflineVerifier() {}

    public static void main(String[] files) {
        System.exit(run(files, System.out));
    }

    static int run(String[] files, PrintStream out) {
        if (files.length == 0) {
            out.println("Give it the files of exported streams, one stream a file.");
            return 2;
        }
        int worst = 0;
        for (String file : files) {
            worst = Math.max(worst, verify(Path.of(file), out));
        }
        return worst;
    }

    private static int verify(Path file, PrintStream out) {
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            return verify(new Export(lines), out);
        } catch (IOException | UncheckedIOException e) {
            out.println(file + " cannot be read: " + e.getMessage());
            return 2;
        }
    }

    private static int verify(Export export, PrintStream out) {
        ChainVerifier verifier = new ChainVerifier(export.start());
        boolean allRows = verifier.verify(export, Long.MAX_VALUE, Long.MAX_VALUE);
        if (allRows && export.head() != null) {
            verifier.verifyHead(export.head());
        }
        String verified = export.stream() + ": rows " + (export.start().seq() + 1) + " to "
                + verifier.position().seq() + " hold";
        if (verifier.erased() > 0) {
            verified += ", " + verifier.erased() + " of them with erased content";
        }
        Break broken = verifier.firstBreak();
        if (broken != null) {
            out.println(verified + ", then " + broken.kind() + " at " + broken.seq() + ": " + broken.detail());
            return 1;
        }
        if (export.head() == null) {
            out.println(verified + "; the export stops before the end, rows may be missing after it");
            return 1;
        }
        out.println(verified + ", which is all of them");
        return 0;
    }
}
