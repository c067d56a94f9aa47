package dev.quayside.local.functions.staging;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * The libraries that all apps bring alike, in one class loader: what is loaded and compiled once need not be loaded and
 * compiled once an app, which is most of what a start and the first minutes cost.
 *
 * <p>The app with the fewest libraries runs on them alone, so they need nothing from outside. If every other app has
 * those very files among its own, they are shared; otherwise each app keeps all of its own.
 */
public final class SharedLibraries implements AutoCloseable {
    private final List<Path> jars;
    private final JarClassLoader loader;

    private SharedLibraries(List<Path> jars) {
        this.jars = jars;
        this.loader = new JarClassLoader("shared-libraries", jars, new ApiClassLoader());
    }

    /** What these apps have in common, which may be nothing. */
    public static SharedLibraries of(Collection<StagedApp> apps) {
        List<Path> fewest = apps.stream()
                .map(StagedApp::libraries)
                .min(Comparator.comparingInt(List::size))
                .orElse(List.of());
        boolean inAll = apps.stream().allMatch(app -> fewest.stream().allMatch(jar -> isIn(app.libraries(), jar)));
        return new SharedLibraries(inAll ? fewest : List.of());
    }

    /** The class loader of one app: what it does not share, below what it does. */
    public JarClassLoader loaderOf(StagedApp app) {
        List<Path> own = app.jars().stream().filter(jar -> !isIn(jars, jar)).toList();
        return new JarClassLoader(app.name(), own, loader);
    }

    /** After the loaders of all apps. */
    @Override
    public void close() {
        try {
            loader.close();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot close the shared libraries", e);
        }
    }

    private static boolean isIn(List<Path> jars, Path wanted) {
        return jars.stream().anyMatch(jar -> isSame(jar, wanted));
    }

    private static boolean isSame(Path jar, Path other) {
        try {
            return jar.getFileName().equals(other.getFileName()) && Files.mismatch(jar, other) < 0;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot compare " + jar + " and " + other, e);
        }
    }

    /** The JDK, and the API and SPI types that the worker and all apps share. */
    private static final class ApiClassLoader extends ClassLoader {
        private static final String API = "com.microsoft.azure.functions.";

        static {
            registerAsParallelCapable();
        }

        ApiClassLoader() {
            super("functions-api", getPlatformClassLoader());
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            if (name.startsWith(API)) {
                return SharedLibraries.class.getClassLoader().loadClass(name);
            }
            throw new ClassNotFoundException(name);
        }
    }
}
