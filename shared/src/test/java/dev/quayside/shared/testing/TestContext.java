package dev.quayside.shared.testing;

import com.microsoft.azure.functions.ExecutionContext;
import java.util.logging.Logger;

/** The execution context of a function called in a test. */
public record TestContext(String getFunctionName) implements ExecutionContext {

    private static final Logger LOGGER = Logger.getLogger("test-function");

    public TestContext() {
        this("TestFunction");
    }

    @Override
    public Logger getLogger() {
        return LOGGER;
    }

    @Override
    public String getInvocationId() {
        return "00000000-0000-7000-8000-000000000000";
    }
}
