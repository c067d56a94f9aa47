package dev.quayside.local.postgres;

import dev.quayside.local.Refusal;
import dev.quayside.shared.data.Migrator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.List;
import java.util.stream.Stream;
import org.flywaydb.core.api.exception.FlywayValidateException;

/** Brings the apps' database to what their packages expect, with the migrations inside those very packages. */
public final class Migrations {
    private static final String DATABASE = "quayside";

    private Migrations() {}

    /** Creates roles and schemas where they are missing. */
    public static void bootstrap(LocalPostgres postgres) {
        Migrator.bootstrap(postgres.dataSource(DATABASE, "postgres"), null);
    }

    /**
     * Runs what is missing of one app's migrations.
     *
     * @param staging the app's package as it is deployed
     * @return how many ran
     * @throws Refusal if the data was made by migrations that the package does not have
     */
    public static int migrate(LocalPostgres postgres, String schema, Path staging) {
        try (URLClassLoader packaged = new URLClassLoader(jars(staging), null)) {
            return Migrator.migrate(
                    postgres.dataSource(DATABASE, Migrator.MIGRATOR_ROLE), schema, new PackagedResources(packaged));
        } catch (FlywayValidateException e) {
            throw new Refusal(
                    "The data was made by another version of the schema " + schema
                            + ": go back to that version, or start with empty data (./run --fresh).",
                    e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static URL[] jars(Path staging) throws IOException {
        try (Stream<Path> files = Files.walk(staging, 2)) {
            List<Path> jars =
                    files.filter(file -> file.toString().endsWith(".jar")).toList();
            URL[] urls = new URL[jars.size()];
            for (int i = 0; i < urls.length; i++) {
                urls[i] = url(jars.get(i));
            }
            return urls;
        }
    }

    private static URL url(Path jar) throws MalformedURLException {
        return jar.toUri().toURL();
    }

    /** Flyway itself is the platform's; the migrations ({@code db/...}) are only those of the package. */
    private static final class PackagedResources extends ClassLoader {
        private final ClassLoader packaged;

        PackagedResources(ClassLoader packaged) {
            super(Migrations.class.getClassLoader());
            this.packaged = packaged;
        }

        @Override
        public URL getResource(String name) {
            return isMigration(name) ? packaged.getResource(name) : super.getResource(name);
        }

        @Override
        public Enumeration<URL> getResources(String name) throws IOException {
            return isMigration(name) ? packaged.getResources(name) : super.getResources(name);
        }

        private static boolean isMigration(String name) {
            return name.startsWith("db/");
        }
    }
}
