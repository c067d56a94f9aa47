package dev.quayside.local.functions.staging;

import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;

/**
 * The class loader of one app: its jars, below the JDK and the Functions API. The platform's own libraries stay
 * invisible, so that an app runs on what it brings, as it will in Azure. Its name is the app's.
 */
public final class AppClassLoader extends URLClassLoader {

    static {
        registerAsParallelCapable();
    }

    public AppClassLoader(StagedApp app) {
        super(app.name(), urls(app.jars()), new ApiClassLoader());
    }

    private static URL[] urls(List<Path> jars) {
        return jars.stream().map(AppClassLoader::url).toArray(URL[]::new);
    }

    private static URL url(Path jar) {
        try {
            return jar.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException("Not a jar: " + jar, e);
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
                return AppClassLoader.class.getClassLoader().loadClass(name);
            }
            throw new ClassNotFoundException(name);
        }
    }
}
