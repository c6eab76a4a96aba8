package dev.actionbus.bench.report;

/** What is measured. */
public enum Subject {
    BARE("bare chain"),
    API("action-api"),
    HTTP("HTTP"),
    HTTP_AGAIN("HTTP, finished"),
    API_AGAIN("action-api, finished");

    private final String title;

    Subject(String title) {
        this.title = title;
    }

    public String title() {
        return title;
    }

    /** The same key in machine-readable output. */
    public String key() {
        return switch (this) {
            case BARE -> "bare";
            case API -> "api";
            case HTTP -> "http";
            case HTTP_AGAIN -> "httpFinished";
            case API_AGAIN -> "apiFinished";
        };
    }

    /** Submits keys of actions that have ended. */
    public boolean again() {
        return this == HTTP_AGAIN || this == API_AGAIN;
    }
}
