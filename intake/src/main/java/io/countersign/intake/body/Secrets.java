package io.countersign.intake.body;

import java.util.regex.Pattern;

/// Takes credentials and access tokens out of URLs, forms and JSON before they go anywhere. Their
/// names stay, so that a record shows that there was one. Linear: no pattern goes back.
final class Secrets {
    private static final String NAMES =
            "(?:[a-z0-9_.-]*+(?<=token|secret|signature|password|api_key|api-key|apikey)"
                    + "|key|sig|jwt|code|auth|assertion|session|session_?id|sid|passwd|pwd"
                    + "|subscription-key|x-(?:amz|goog)-credential)";

    private static final Pattern CREDENTIALS =
            Pattern.compile("^([a-zA-Z][a-zA-Z0-9+.-]{0,30}://)[^/?#@]*+@");

    private static final Pattern PARAMETERS =
            Pattern.compile("(?i)((?:^|[?&;/])" + NAMES + "=)(?![^&#]{0,2000}%20)[^&;#\\s/]*+");

    private static final Pattern MEMBERS =
            Pattern.compile(
                    "(?i)(\"[a-z0-9_.-]{0,100}(?:token|secret|password|passwd|api_?-?key|authorization|cookie)\""
                            + "\\s{0,20}:\\s{0,20}\")[^\"\\\\\\s]{8,}+\"");

    private static final Pattern BEARER =
            Pattern.compile("(?i)(bearer\\s{1,10})[a-z0-9._~+/=-]{16,}+");

    private Secrets() {}

    static String outOfUrl(String url) {
        return outOfForm(CREDENTIALS.matcher(url).replaceFirst("$1"));
    }

    /// Of `name=value` between ampersands.
    static String outOfForm(String form) {
        return PARAMETERS.matcher(form).replaceAll("$1");
    }

    /// Of any text: members of JSON that are named so, and what follows `Bearer`.
    static String outOfText(String text) {
        return BEARER.matcher(MEMBERS.matcher(text).replaceAll("$1\"")).replaceAll("$1");
    }
}
