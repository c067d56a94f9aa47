package dev.quayside.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.logging.FileHandler;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** Where the platform's own log lines go: a file, so that the terminal stays readable. */
final class Logs {
    private static final int FILE_BYTES = 10_000_000;
    private static final int FILES = 3;

    /** Of Azure's SDK only warnings: it has something to say about every batch and delivery. Loggers are weakly held. */
    private static final Logger AZURE = Logger.getLogger("com.azure");

    private Logs() {}

    /** Sends everything that is logged from now on to {@code platform.0.log} in {@code folder}. */
    static void to(Path folder) {
        try {
            Files.createDirectories(folder);
            System.setProperty("java.util.logging.SimpleFormatter.format", "%1$tFT%1$tT.%1$tL %4$s %3$s %5$s%6$s%n");
            LogManager.getLogManager().reset();
            Handler file = new FileHandler(folder.resolve("platform.%g.log").toString(), FILE_BYTES, FILES, true);
            file.setFormatter(new SimpleFormatter());
            Logger root = Logger.getLogger("");
            root.setLevel(Level.INFO);
            root.addHandler(file);
            AZURE.setLevel(Level.WARNING);
        } catch (IOException e) {
            throw new Refusal("The log folder " + folder + " cannot be written: " + e.getMessage() + ".", e);
        }
    }
}
