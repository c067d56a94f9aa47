package dev.quayside.housekeeping;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Enumeration;

/** Finds the migrations of another app where they are written, in place of those of this app. */
final class AppMigrations extends ClassLoader {

    private final ClassLoader other;

    /** @param app {@code orders} */
    AppMigrations(String app) {
        super(AppMigrations.class.getClassLoader());
        try {
            other = new URLClassLoader(
                    new URL[] {
                        Path.of("../functions-" + app + "/src/main/resources")
                                .toUri()
                                .toURL()
                    },
                    null);
        } catch (MalformedURLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public URL getResource(String name) {
        return isMigration(name) ? other.getResource(name) : super.getResource(name);
    }

    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
        return isMigration(name) ? other.getResources(name) : super.getResources(name);
    }

    private static boolean isMigration(String name) {
        return name.startsWith("db/migration");
    }
}
