package dev.quayside.local.functions.invoking;

/** How one parameter of a function's method gets its value. */
@FunctionalInterface
interface Argument {

    /**
     * The value for one invocation.
     *
     * @throws BindingException when the invocation has no such value, or not of the parameter's type
     */
    Object of(TriggerInput input, InvocationContext context);
}
