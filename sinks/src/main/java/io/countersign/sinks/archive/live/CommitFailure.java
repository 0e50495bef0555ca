package io.countersign.sinks.archive.live;

/// Why a commit failed, as a code for logs: never what a message says, which may quote a row.
final class CommitFailure {
    private static final String DISK_FULL = "No space left on device";
    private static final int MAX_CAUSES = 20;

    private CommitFailure() {}

    /// `DISK_FULL`, or the type of the failure and that of its first cause.
    static String reason(Throwable failure) {
        Throwable first = failure;
        for (int depth = 0; depth < MAX_CAUSES; depth++) {
            if (String.valueOf(first.getMessage()).contains(DISK_FULL)) {
                return "DISK_FULL";
            }
            Throwable cause = first.getCause();
            if (cause == null) {
                break;
            }
            first = cause;
        }
        String type = failure.getClass().getSimpleName();
        return first == failure ? type : type + "/" + first.getClass().getSimpleName();
    }
}
