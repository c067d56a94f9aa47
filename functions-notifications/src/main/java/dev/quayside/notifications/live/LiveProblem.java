package dev.quayside.notifications.live;

import dev.quayside.shared.http.ProblemType;

/** Why there is no stream. */
public enum LiveProblem implements ProblemType {
    STREAM_UNAVAILABLE("stream-unavailable", 503, "News cannot be pushed at present, ask for the list instead");

    private final String slug;
    private final int status;
    private final String title;

    LiveProblem(String slug, int status, String title) {
        this.slug = slug;
        this.status = status;
        this.title = title;
    }

    @Override
    public String slug() {
        return slug;
    }

    @Override
    public int status() {
        return status;
    }

    @Override
    public String title() {
        return title;
    }
}
