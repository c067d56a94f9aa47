package dev.quayside.local.functions.staging;

import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;

/**
 * Classes of apps, from their jars. The platform's own libraries stay invisible, so that an app runs on what it brings,
 * as it will in Azure.
 */
public final class JarClassLoader extends URLClassLoader {

    static {
        registerAsParallelCapable();
    }

    JarClassLoader(String name, List<Path> jars, ClassLoader parent) {
        super(name, jars.stream().map(JarClassLoader::url).toArray(URL[]::new), parent);
    }

    private static URL url(Path jar) {
        try {
            return jar.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException("Not a jar: " + jar, e);
        }
    }
}
