package io.countersign.sinks.siem.delivery;

/// What a receiver said when it was asked whether it would take events.
///
/// @param code stable, such as OK, CONNECT_FAILED, TLS_FAILED, UNAUTHORISED
/// @param detail what to look at, in a few words of our own; no secret
public record Health(boolean good, String code, String detail) {
    /// All is well.
    public static Health good(String detail) {
        return new Health(true, "OK", detail);
    }

    public static Health bad(String code, String detail) {
        return new Health(false, code, detail);
    }
}
