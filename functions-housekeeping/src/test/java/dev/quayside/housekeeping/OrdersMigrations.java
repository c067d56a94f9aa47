package dev.quayside.housekeeping;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Enumeration;

/** Finds the migrations of the orders app where they are written, in place of those of this app. */
final class OrdersMigrations extends ClassLoader {

    private static final Path RESOURCES = Path.of("../functions-orders/src/main/resources");

    private final ClassLoader orders;

    OrdersMigrations() {
        super(OrdersMigrations.class.getClassLoader());
        try {
            orders = new URLClassLoader(new URL[] {RESOURCES.toUri().toURL()}, null);
        } catch (MalformedURLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public URL getResource(String name) {
        return isMigration(name) ? orders.getResource(name) : super.getResource(name);
    }

    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
        return isMigration(name) ? orders.getResources(name) : super.getResources(name);
    }

    private static boolean isMigration(String name) {
        return name.startsWith("db/migration");
    }
}
