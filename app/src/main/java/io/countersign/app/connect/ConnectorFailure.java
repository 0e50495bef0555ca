package io.countersign.app.connect;

/// A connector or one of its tasks that has stopped with an exception and will not go on by itself.
///
/// @param connector the connector's name
/// @param task the task's number, or -1 where the connector itself failed
/// @param reason the exception classes from outside in, with the message only where the exception
///   is Countersign's own: another library's message may quote a record
public record ConnectorFailure(String connector, int task, String reason) {
    private static final int MAX_CAUSES = 8;
    private static final String OURS = "io.countersign.";

    /// Reads the stack trace that Connect keeps of a failed task.
    static ConnectorFailure fromTrace(String connector, int task, String trace) {
        StringBuilder reason = new StringBuilder();
        int causes = 0;
        boolean first = true;
        for (String line : trace.lines().toList()) {
            boolean caused = line.startsWith("Caused by: ");
            if ((first || caused) && causes < MAX_CAUSES) {
                String header = caused ? line.substring("Caused by: ".length()) : line;
                reason.append(causes == 0 ? "" : " <- ").append(withoutForeignMessage(header));
                causes++;
            }
            first = false;
        }
        return new ConnectorFailure(connector, task, reason.toString());
    }

    private static String withoutForeignMessage(String header) {
        int colon = header.indexOf(':');
        return colon < 0 || header.startsWith(OURS) ? header : header.substring(0, colon);
    }
}
