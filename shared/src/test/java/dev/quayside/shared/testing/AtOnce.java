package dev.quayside.shared.testing;

import java.util.Collections;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** What several instances, or several threads of one, do at the same time. */
public final class AtOnce {

    private AtOnce() {}

    /** Does {@code work} so many times at once. */
    public static void run(int times, Runnable work) throws Exception {
        run(Collections.nCopies(times, work));
    }

    /** Does each in a thread of its own; none begins before all can. Throws if one of them throws. */
    public static void run(List<Runnable> works) throws Exception {
        CyclicBarrier start = new CyclicBarrier(works.size());
        ExecutorService threads = Executors.newFixedThreadPool(works.size());
        try {
            List<Future<Object>> begun = works.stream()
                    .map(work -> threads.submit(() -> {
                        start.await();
                        work.run();
                        return null;
                    }))
                    .toList();
            for (Future<Object> work : begun) {
                work.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
