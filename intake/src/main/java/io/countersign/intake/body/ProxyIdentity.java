package io.countersign.intake.body;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/// Who made the request, as the proxy says in its ICAP headers (draft-stecher-icap-subid):
///
/// ```
/// X-Client-IP: 192.0.2.57
/// X-Authenticated-User: V2luTlQ6Ly9IT1NQL2pva2Fmb3I=      WinNT://HOSP/jokafor
/// X-Client-Username: jokafor                              Squid, not encoded
/// ```
///
/// @param user without the scheme of the directory; empty where the proxy names none
/// @param clientIp empty where the proxy names none
record ProxyIdentity(String user, String clientIp) {
    private static final int MAX_CHARS = 1_024;

    static ProxyIdentity of(Map<String, String> icap) {
        String user =
                Optional.ofNullable(icap.get("x-authenticated-user"))
                        .or(() -> Optional.ofNullable(icap.get("x-client-username")))
                        .map(ProxyIdentity::name)
                        .orElse("");
        return new ProxyIdentity(
                user.equals("-") ? "" : user, icap.getOrDefault("x-client-ip", "").strip());
    }

    private static String name(String header) {
        String value = header.length() > MAX_CHARS ? header.substring(0, MAX_CHARS) : header;
        return withoutDirectory(decoded(value.strip()).orElse(value.strip()));
    }

    /// Names that are not encoded may look as if they were: only what turns into a directory's name
    /// counts, or what the padding gives away.
    private static Optional<String> decoded(String value) {
        try {
            String text =
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(Base64.getDecoder().decode(value)))
                            .toString();
            boolean printable = text.chars().allMatch(c -> c >= ' ' && c != 0x7f);
            return printable && (text.contains("://") || value.endsWith("="))
                    ? Optional.of(text)
                    : Optional.empty();
        } catch (IllegalArgumentException | CharacterCodingException _plain) {
            return Optional.empty();
        }
    }

    /// `WinNT://HOSP/jokafor` is `HOSP\jokafor`, `Local://jokafor` is `jokafor`, and of an LDAP
    /// address the distinguished name stays.
    private static String withoutDirectory(String name) {
        int scheme = name.indexOf("://");
        if (scheme < 0) {
            return name;
        }
        String rest = name.substring(scheme + 3);
        int slash = rest.indexOf('/');
        if (slash < 0) {
            return rest;
        }
        return name.regionMatches(true, 0, "winnt", 0, 5)
                ? rest.substring(0, slash) + "\\" + rest.substring(slash + 1)
                : rest.substring(slash + 1);
    }

    /// A person's name and address.
    @Override
    public String toString() {
        return "ProxyIdentity[" + (user.isEmpty() ? "no user" : "user") + "]";
    }
}
