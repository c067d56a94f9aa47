package dev.quayside.local.functions.invoking;

/** Where the object comes from whose method runs: the app's injector, or its constructor. */
@FunctionalInterface
interface Instances {
    Object get() throws Throwable;
}
