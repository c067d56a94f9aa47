package dev.quayside.local;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/** Parts that start at the same time, each on a thread of its own since they mostly wait. */
final class Async {
    private final List<CompletableFuture<?>> begun = new CopyOnWriteArrayList<>();

    <T> CompletableFuture<T> run(Supplier<T> work) {
        CompletableFuture<T> result = new CompletableFuture<>();
        begun.add(result);
        Thread thread = new Thread(
                () -> {
                    try {
                        result.complete(work.get());
                    } catch (Throwable e) {
                        result.completeExceptionally(e);
                    }
                },
                "start");
        thread.setDaemon(true);
        thread.start();
        return result;
    }

    /** Waits; throws what the work threw. */
    static <T> T join(CompletableFuture<T> work) {
        try {
            return work.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    /** Waits until all that was begun has ended, well or not. */
    void awaitAll() {
        CompletableFuture.allOf(begun.toArray(new CompletableFuture<?>[0]))
                .exceptionally(failure -> null)
                .join();
    }
}
