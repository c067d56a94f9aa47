package dev.quayside.local;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The folder that holds all a platform keeps between runs, locked while the platform runs. The lock belongs to
 * the process, so a killed platform frees it.
 */
public final class DataFolder implements AutoCloseable {
    private final Path path;
    private final FileChannel channel;

    private DataFolder(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /**
     * Creates the folder if need be and locks it.
     *
     * @throws Refusal if another platform holds it, or it cannot be written
     */
    public static DataFolder open(Path path) {
        Path folder = path.toAbsolutePath().normalize();
        try {
            Files.createDirectories(folder);
            FileChannel channel = FileChannel.open(
                    folder.resolve("platform.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (!lock(channel)) {
                channel.close();
                throw new Refusal("The data folder " + folder + " is in use by a platform that is running"
                        + " (choose another with --data).");
            }
            return new DataFolder(folder.toRealPath(), channel);
        } catch (IOException e) {
            throw new Refusal("The data folder " + folder + " cannot be used: " + e.getMessage() + ".", e);
        }
    }

    private static boolean lock(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    public Path path() {
        return path;
    }

    public Path logs() {
        return path.resolve("logs");
    }

    public Path postgres() {
        return path.resolve("postgres");
    }

    public Path blobs() {
        return path.resolve("blobs");
    }

    /** Deletes all data but the logs; nothing may run over it. */
    void clear() {
        try {
            Folders.delete(postgres());
            Folders.delete(blobs());
        } catch (IOException e) {
            throw new Refusal("The data folder " + path + " cannot be emptied: " + e.getMessage() + ".", e);
        }
    }

    /** Frees the folder. */
    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new IllegalStateException("The data folder " + path + " cannot be released", e);
        }
    }
}
