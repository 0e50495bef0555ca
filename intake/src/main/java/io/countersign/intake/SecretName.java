package io.countersign.intake;

import java.util.ArrayList;
import java.util.List;

/// What a name in front of a colon or an equals sign says about the value behind it.
enum SecretName {
    NONE,
    /// Pairs of a name and a value, most of them secret.
    COOKIES,
    /// A scheme and a credential.
    AUTHORIZATION,
    /// A secret wherever it stands.
    SECRET,
    /// A secret among the parameters of a URL, and where it looks like a token.
    PARAMETER;

    private static final int MIN_CHARS = 3;
    private static final int MAX_CHARS = 32;

    /// Ends of names, whatever stands in front of them.
    private static final String[] SECRETS = {
        "access_token",
        "accesstoken",
        "access-token",
        "refresh_token",
        "refreshtoken",
        "id_token",
        "idtoken",
        "auth_token",
        "authtoken",
        "auth-token",
        "bearer_token",
        "session_token",
        "sessiontoken",
        "session-token",
        "security-token",
        "security_token",
        "client_secret",
        "clientsecret",
        "client-secret",
        "api_key",
        "apikey",
        "api-key",
        "session_key",
        "sessionkey",
        "session-key",
        "private_key",
        "password",
        "passwd",
        "passphrase",
        "x-amz-signature",
        "x-amz-credential",
        "x-goog-signature",
        "subscription-key",
        "jsessionid",
        "phpsessid",
        "csrf_token",
        "csrftoken",
        "xsrf-token"
    };

    private static final String[] PARAMETERS = {
        "token",
        "key",
        "sig",
        "jwt",
        "code",
        "auth",
        "assertion",
        "session",
        "sessionid",
        "session_id",
        "sid",
        "pwd",
        "signature",
        "secret"
    };

    /// Names by their last letter, which all but a few separators fail on at once.
    private static final List<List<Known>> BY_LAST = new ArrayList<>();

    private record Known(String name, SecretName kind, boolean anyPrefix) {}

    static {
        for (int i = 0; i < 128; i++) {
            BY_LAST.add(new ArrayList<>());
        }
        add("cookie", COOKIES, false);
        add("cookies", COOKIES, false);
        add("authorization", AUTHORIZATION, false);
        for (String secret : SECRETS) {
            add(secret, SECRET, true);
        }
        for (String parameter : PARAMETERS) {
            add(parameter, PARAMETER, false);
        }
    }

    private static void add(String name, SecretName kind, boolean anyPrefix) {
        if (name.length() < MIN_CHARS || name.length() > MAX_CHARS) {
            throw new IllegalArgumentException(name);
        }
        BY_LAST.get(name.charAt(name.length() - 1)).add(new Known(name, kind, anyPrefix));
    }

    /// The kind of the name that ends before `end`, in any case.
    static SecretName before(byte[] text, int end) {
        if (end < MIN_CHARS) {
            return NONE;
        }
        int last = lower(text[end - 1]);
        if (last < 'a' || last > 'z') {
            return NONE;
        }
        for (Known known : BY_LAST.get(last)) {
            int from = end - known.name().length();
            if (from >= 0
                    && matches(text, from, known.name())
                    && (known.anyPrefix() || begins(text, from))) {
                return known.kind();
            }
        }
        return NONE;
    }

    private static boolean matches(byte[] text, int from, String name) {
        for (int i = 0; i < name.length(); i++) {
            if (lower(text[from + i]) != name.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /// Behind anything but a letter or digit, or behind a percent-encoded byte or an escape.
    private static boolean begins(byte[] text, int from) {
        return from == 0
                || !isWord(text[from - 1])
                || (from >= 3 && text[from - 3] == '%')
                || (from >= 2 && text[from - 2] == '\\');
    }

    static boolean isWord(byte b) {
        int lower = lower(b);
        return (lower >= 'a' && lower <= 'z') || (b >= '0' && b <= '9');
    }

    private static int lower(byte b) {
        return b >= 'A' && b <= 'Z' ? b + 32 : b;
    }
}
