package dev.quayside.local;

import dev.quayside.local.functions.invoking.LogLine;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * One log file an app, one JSON object a line. A file that has grown large makes way for the next. Lines are in the
 * file a moment after they were written: a system call for each would take as much as making it.
 */
final class AppLogs implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(AppLogs.class.getName());
    private static final long FILE_CHARACTERS = 50_000_000;

    private static final long FLUSH_MILLIS = 100;

    private final Path folder;
    private final Map<String, LogFile> files = new ConcurrentHashMap<>();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(AppLogs::daemon);
    private final ScheduledFuture<?> flushing;

    AppLogs(Path folder) {
        this.folder = folder;
        flushing = clock.scheduleWithFixedDelay(
                () -> files.values().forEach(LogFile::flush), FLUSH_MILLIS, FLUSH_MILLIS, TimeUnit.MILLISECONDS);
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "app-logs");
        thread.setDaemon(true);
        return thread;
    }

    /** Writes a line; may be called from any thread. */
    void write(LogLine line) {
        try {
            files.computeIfAbsent(title(line.app()), this::open).write(line.asJson());
        } catch (IOException | UncheckedIOException e) {
            LOG.log(Level.WARNING, "a log line of " + line.app() + " is lost", e);
        }
    }

    /** In Azure an app's name has to be everyone's, so it begins with ours; here it need not. */
    private static String title(String app) {
        return app.startsWith("quayside-") ? app.substring("quayside-".length()) : app;
    }

    private LogFile open(String app) {
        try {
            return new LogFile(folder.resolve(app + ".log"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        flushing.cancel(false);
        clock.shutdown();
        files.values().forEach(LogFile::close);
    }

    private static final class LogFile {
        private final Path path;
        private BufferedWriter out;
        private long written;
        private boolean closed;
        private boolean unflushed;

        LogFile(Path path) throws IOException {
            this.path = path;
            this.out = Files.newBufferedWriter(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            this.written = Files.size(path);
        }

        synchronized void write(String line) throws IOException {
            if (closed) {
                return;
            }
            if (written > FILE_CHARACTERS) {
                out.close();
                Files.move(path, path.resolveSibling(path.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
                out = Files.newBufferedWriter(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
                written = 0;
            }
            out.write(line);
            out.newLine();
            written += line.length() + 1L;
            unflushed = true;
        }

        synchronized void flush() {
            if (!unflushed || closed) {
                return;
            }
            unflushed = false;
            try {
                out.flush();
            } catch (IOException e) {
                LOG.log(Level.WARNING, "lines for " + path + " are lost", e);
            }
        }

        synchronized void close() {
            closed = true;
            try {
                out.close();
            } catch (IOException e) {
                LOG.log(Level.WARNING, path + " was not closed cleanly", e);
            }
        }
    }
}
