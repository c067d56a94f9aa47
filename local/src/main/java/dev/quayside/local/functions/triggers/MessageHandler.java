package dev.quayside.local.functions.triggers;

import dev.quayside.local.functions.invoking.Invocations;
import dev.quayside.local.functions.invoking.LoadedFunction;
import dev.quayside.local.functions.invoking.TriggerInput;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.Lock;
import java.util.logging.Level;

/** Runs one function on messages and settles them: completed on success, abandoned at once on failure. */
final class MessageHandler {
    private final LoadedFunction function;
    private final Invocations invocations;
    private final Lock receiving;

    /**
     * For one function.
     *
     * @param receiving held while messages are handled; whoever keeps it from being taken stops the handling
     */
    MessageHandler(LoadedFunction function, Invocations invocations, Lock receiving) {
        this.function = function;
        this.invocations = invocations;
        this.receiving = receiving;
    }

    /** Blocks until the function has ended and the messages are settled. Never throws. */
    void handle(TriggerInput.Messages input, Runnable complete, Runnable abandon) {
        try {
            receiving.lockInterruptibly();
            try {
                settle(succeeds(input), complete, abandon);
            } finally {
                receiving.unlock();
            }
        } catch (InterruptedException e) { // the client is closing; the lock runs out and the message comes again
            Thread.currentThread().interrupt();
        }
    }

    void warn(String message) {
        invocations.log(Level.WARNING, function.app(), function.name(), message, null);
    }

    private boolean succeeds(TriggerInput.Messages input) throws InterruptedException {
        try {
            invocations.submit(function, input).get();
            return true;
        } catch (ExecutionException e) { // already in the log
            return false;
        }
    }

    private void settle(boolean succeeded, Runnable complete, Runnable abandon) {
        try {
            if (!succeeded) {
                abandon.run();
            } else if (function.loadedApp().host().serviceBus().autoCompleteMessages()) {
                complete.run();
            }
        } catch (RuntimeException e) {
            warn("A message could not be " + (succeeded ? "completed" : "abandoned") + " and will come again: "
                    + e.getMessage());
        }
    }
}
