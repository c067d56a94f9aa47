package dev.quayside.local.functions.triggers;

import dev.quayside.local.functions.invoking.Invocations;
import dev.quayside.local.functions.invoking.LoadedFunction;
import dev.quayside.local.functions.invoking.TriggerInput;
import java.util.concurrent.ExecutionException;
import java.util.logging.Level;

/** Runs one function on messages and settles them: completed on success, abandoned at once on failure. */
final class MessageHandler {
    private final LoadedFunction function;
    private final Invocations invocations;

    MessageHandler(LoadedFunction function, Invocations invocations) {
        this.function = function;
        this.invocations = invocations;
    }

    /** Blocks until the function has ended and the messages are settled. Never throws. */
    void handle(TriggerInput.Messages input, Runnable complete, Runnable abandon) {
        boolean succeeded;
        try {
            invocations.submit(function, input).get();
            succeeded = true;
        } catch (ExecutionException e) { // already in the log
            succeeded = false;
        } catch (InterruptedException e) { // the client is closing; the lock runs out and the message comes again
            Thread.currentThread().interrupt();
            return;
        }
        settle(succeeded, complete, abandon);
    }

    void warn(String message) {
        invocations.log(Level.WARNING, function.app(), function.name(), message, null);
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
