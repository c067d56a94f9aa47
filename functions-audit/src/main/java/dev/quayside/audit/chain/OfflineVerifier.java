package dev.quayside.audit.chain;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Verifies exported streams without the platform: {@code java -jar quayside-audit-verifier.jar [--keys FILE --anchors FILE]
 * FILE...}. Exits with 0 if every chain holds to its end and is the one that was anchored, 1 if one does not or is not, 2
 * if a file cannot be read.
 */
public final class OfflineVerifier {

    private final List<Anchor> anchors;
    private final PrintStream out;

    private OfflineVerifier(List<Anchor> anchors, PrintStream out) {
        this.anchors = anchors;
        this.out = out;
    }

    public static void main(String[] arguments) {
        System.exit(run(arguments, System.out));
    }

    static int run(String[] arguments, PrintStream out) {
        Map<String, String> options = new HashMap<>();
        List<String> files = new ArrayList<>();
        for (int i = 0; i < arguments.length; i++) {
            boolean isOption = arguments[i].equals("--keys") || arguments[i].equals("--anchors");
            if (isOption && i + 1 < arguments.length) {
                options.put(arguments[i], arguments[++i]);
            } else {
                files.add(arguments[i]);
            }
        }
        if (files.isEmpty() || options.size() == 1) {
            out.println("Give it the files of exported streams, one stream a file; and to compare them with anchors,"
                    + " --keys with the public keys and --anchors with the anchors.");
            return 2;
        }
        try {
            OfflineVerifier verifier = new OfflineVerifier(anchors(options), out);
            return files.stream().mapToInt(verifier::verify).max().orElse(2);
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            out.println("The keys or anchors cannot be read: " + e.getMessage());
            return 2;
        } catch (InvalidAnchorException e) {
            out.println("An anchor cannot be trusted: " + e.getMessage());
            return 1;
        }
    }

    private static List<Anchor> anchors(Map<String, String> options) throws IOException, GeneralSecurityException {
        if (options.isEmpty()) {
            return List.of();
        }
        AnchorKeys keys = AnchorKeys.ofJson(Files.readString(Path.of(options.get("--keys"))));
        return AnchorFile.read(Path.of(options.get("--anchors")), keys);
    }

    private int verify(String file) {
        try (BufferedReader lines = Files.newBufferedReader(Path.of(file))) {
            return verify(new Export(lines));
        } catch (IOException | UncheckedIOException e) {
            out.println(file + " cannot be read: " + e.getMessage());
            return 2;
        }
    }

    private int verify(Export export) {
        ChainVerifier verifier = new ChainVerifier(export.start());
        AnchoredRows rows = new AnchoredRows(export, export.stream(), export.start(), anchors);
        boolean allRows = verifier.verify(rows, Long.MAX_VALUE, Long.MAX_VALUE);
        if (allRows && export.head() != null) {
            verifier.verifyHead(export.head());
            verifier.verifyErasures(Collections.emptyIterator());
        }
        String verified = export.stream() + ": rows " + (export.start().seq() + 1) + " to "
                + verifier.position().seq() + " hold";
        if (verifier.erased() > 0) {
            verified += ", " + verifier.erased() + " of them with erased content";
        }
        if (verifier.withheld() > 0) {
            verified += ", " + verifier.withheld() + " of them with content that the archive withholds";
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
        long gone = Math.max(export.start().seq(), verifier.lastWithheld());
        Break shown = rows.difference().or(() -> removedEarly(export, gone)).orElse(null);
        if (shown != null) {
            out.println(verified + ", but " + shown.kind() + ": " + shown.detail());
            return 1;
        }
        out.println(verified + "; that is the whole stream"
                + (anchors.isEmpty() ? unknown(gone) : "; anchors that hold: " + rows.anchors()));
        return 0;
    }

    /** As of the newest anchor: its time is signed, that of this machine proves nothing. */
    private Optional<Break> removedEarly(Export export, long gone) {
        return anchors.stream()
                .map(Anchor::at)
                .max(Comparator.naturalOrder())
                .flatMap(now -> Retention.removedEarly(export.stream(), gone, anchors, now));
    }

    private static String unknown(long gone) {
        return gone == 0 ? "" : "; whether those up to " + gone + " were old enough to go, only anchors tell";
    }
}
