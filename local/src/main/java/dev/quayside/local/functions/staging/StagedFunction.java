package dev.quayside.local.functions.staging;

import java.nio.file.Path;

/** One function.json: which method of which jar runs, and on what. */
public record StagedFunction(
        String app, String name, Path scriptFile, String className, String methodName, Trigger trigger) {}
