package dev.quayside.local.endtoend;

import dev.quayside.local.PlatformProcess;

/**
 * One running platform with all apps for every end-to-end test of this JVM: started by the first that asks, stopped
 * when the JVM ends. Tests that kill it or need it empty start a {@link PlatformProcess} of their own.
 */
final class SharedPlatform {
    private static PlatformProcess platform;
    private static String failure;

    private SharedPlatform() {}

    /** @throws IllegalStateException if it does not start; it is tried once, so that every test fails at once */
    static synchronized PlatformProcess get() {
        if (failure != null) {
            throw new IllegalStateException(failure);
        }
        if (platform == null) {
            platform = start();
        }
        return platform;
    }

    private static PlatformProcess start() {
        try {
            PlatformProcess started = PlatformProcess.start();
            Runtime.getRuntime().addShutdownHook(new Thread(started::close, "stop-platform"));
            return started;
        } catch (RuntimeException e) {
            failure = String.valueOf(e.getMessage());
            throw e;
        }
    }
}
