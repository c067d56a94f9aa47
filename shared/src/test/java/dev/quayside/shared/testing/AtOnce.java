package dev.quayside.shared.testing;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
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
        call(works.stream().map(Executors::callable).toList());
    }

    /** Calls {@code work} so many times at once, and gives the answers. */
    public static <T> List<T> call(int times, Callable<T> work) throws Exception {
        return call(Collections.nCopies(times, work));
    }

    /** As {@link #run(List)}, and gives the answers in the order of the calls. */
    public static <T> List<T> call(List<? extends Callable<T>> works) throws Exception {
        CyclicBarrier start = new CyclicBarrier(works.size());
        ExecutorService threads = Executors.newFixedThreadPool(works.size());
        try {
            List<Future<T>> begun = works.stream()
                    .map(work -> threads.submit(() -> {
                        start.await();
                        return work.call();
                    }))
                    .toList();
            List<T> answers = new ArrayList<>();
            for (Future<T> each : begun) {
                answers.add(each.get());
            }
            return answers;
        } finally {
            threads.shutdownNow();
        }
    }
}
