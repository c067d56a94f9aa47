package dev.quayside.local.functions.staging;

import java.util.ArrayList;
import java.util.List;

/** Everything found wrong while loading, so that all of it is reported at once. */
public final class Problems {
    private final List<String> sentences = new ArrayList<>();

    public void inApp(String app, String sentence) {
        sentences.add("App " + app + ": " + sentence);
    }

    public void inFunction(String app, String function, String sentence) {
        sentences.add("App " + app + ", function " + function + ": " + sentence);
    }

    public List<String> all() {
        return List.copyOf(sentences);
    }
}
