package dev.quayside.housekeeping;

import com.microsoft.azure.functions.spi.inject.FunctionInstanceInjector;
import dev.quayside.shared.kernel.Lazy;

/** Gives the worker its function instances, all over one {@link HousekeepingApp}. */
public final class HousekeepingInjector implements FunctionInstanceInjector {

    private final Lazy<HousekeepingApp> app = new Lazy<>(HousekeepingApp::ofEnvironment);

    /** Never fails: the worker would not answer the call at all. What can fail happens inside the function. */
    @Override
    public <T> T getInstance(Class<T> functionClass) throws Exception {
        return functionClass.getDeclaredConstructor(Lazy.class).newInstance(app);
    }
}
