package dev.quayside.shared.kernel;

import java.util.function.Supplier;

/**
 * A value built at first use and kept. If building fails, the failure is the caller's and the next call tries again.
 *
 * @param <T> what is built
 */
public final class Lazy<T> implements Supplier<T> {

    private final Supplier<T> builder;
    private volatile T value;

    public Lazy(Supplier<T> builder) {
        this.builder = builder;
    }

    @Override
    public T get() {
        T built = value;
        if (built == null) {
            synchronized (this) {
                built = value;
                if (built == null) {
                    built = builder.get();
                    value = built;
                }
            }
        }
        return built;
    }
}
