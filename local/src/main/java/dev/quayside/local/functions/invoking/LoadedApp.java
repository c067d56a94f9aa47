package dev.quayside.local.functions.invoking;

import com.microsoft.azure.functions.spi.inject.FunctionInstanceInjector;
import dev.quayside.local.functions.staging.HostJson;
import dev.quayside.local.functions.staging.JarClassLoader;
import dev.quayside.local.functions.staging.Problems;
import dev.quayside.local.functions.staging.SharedLibraries;
import dev.quayside.local.functions.staging.StagedApp;
import dev.quayside.local.functions.staging.StagedFunction;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/** A Function App in its class loader. */
public final class LoadedApp implements AutoCloseable {
    private final StagedApp staged;
    private final JarClassLoader loader;
    private final FunctionInstanceInjector injector;
    private final List<LoadedFunction> functions = new ArrayList<>();

    private LoadedApp(StagedApp staged, JarClassLoader loader, FunctionInstanceInjector injector) {
        this.staged = staged;
        this.loader = loader;
        this.injector = injector;
    }

    /** Loads what can be loaded; what cannot is in problems. Runs no code of the app but its injector's constructor. */
    @SuppressWarnings("MustBeClosedChecker")
    public static LoadedApp load(StagedApp staged, SharedLibraries libraries, Problems problems) {
        var loader = libraries.loaderOf(staged);
        var app = new LoadedApp(staged, loader, injector(staged, loader, problems));
        for (StagedFunction function : staged.functions()) {
            try {
                app.functions.add(LoadedFunction.load(app, function, loader));
            } catch (BindingException e) {
                problems.inFunction(staged.name(), function.name(), e.getMessage() + ".");
            }
        }
        return app;
    }

    public String name() {
        return staged.name();
    }

    public HostJson host() {
        return staged.host();
    }

    public List<LoadedFunction> functions() {
        return List.copyOf(functions);
    }

    ClassLoader loader() {
        return loader;
    }

    Instances instancesOf(Class<?> type) {
        if (injector != null) {
            return () -> injector.getInstance(type);
        }
        try {
            MethodHandle constructor = MethodHandles.publicLookup()
                    .findConstructor(type, MethodType.methodType(void.class))
                    .asType(MethodType.methodType(Object.class));
            return () -> constructor.invokeExact();
        } catch (NoSuchMethodException | IllegalAccessException e) {
            throw new BindingException("the class " + type.getName()
                    + " has no public constructor without parameters, and the app has no FunctionInstanceInjector");
        }
    }

    @Override
    public void close() {
        try {
            loader.close();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot close the jars of " + name(), e);
        }
    }

    private static FunctionInstanceInjector injector(StagedApp app, JarClassLoader loader, Problems problems) {
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        Thread.currentThread().setContextClassLoader(loader);
        try {
            List<FunctionInstanceInjector> found = new ArrayList<>();
            ServiceLoader.load(FunctionInstanceInjector.class, loader).forEach(found::add);
            if (found.size() > 1) {
                problems.inApp(app.name(), "it has " + found.size() + " FunctionInstanceInjectors; one is allowed.");
            }
            return found.isEmpty() ? null : found.get(0);
        } catch (ServiceConfigurationError | LinkageError e) {
            problems.inApp(app.name(), "its FunctionInstanceInjector cannot be created: " + rootCause(e) + ".");
            return null;
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }

    private static Throwable rootCause(Throwable error) {
        Throwable cause = error;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }
}
