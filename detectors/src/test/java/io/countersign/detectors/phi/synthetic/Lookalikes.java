package io.countersign.detectors.phi.synthetic;

import java.util.List;
import java.util.function.Function;

/// What looks like an identifier and is nobody's: numbers of orders, parts, commits and machines.
///
/// @param value makes one
/// @param labels words before it in prose
/// @param keys keys of JSON, form and table
record Lookalikes(Function<Values, String> value, List<String> labels, List<String> keys) {
    private static final String HEX = "0123456789abcdef";

    private static Lookalikes of(Function<Values, String> value, String labels, String keys) {
        return new Lookalikes(
                value, List.of(labels.split("; ", -1)), List.of(keys.split("; ", -1)));
    }

    private static String uuid(Values v) {
        return v.from(HEX, 8)
                + "-"
                + v.from(HEX, 4)
                + "-4"
                + v.from(HEX, 3)
                + "-a"
                + v.from(HEX, 3)
                + "-"
                + v.from(HEX, 12);
    }

    private static String timestamp(Values v) {
        return "%sT%02d:%02d:%02d.%sZ"
                .formatted(
                        v.isoDate(2019, 2026),
                        v.between(0, 23),
                        v.between(0, 59),
                        v.between(0, 59),
                        v.digits(3));
    }

    private static String tracking(Values v) {
        return "1Z" + v.letters(3) + v.digits(11) + v.letters(2);
    }

    /// A hardware address of 64 bits: eight groups, as an IPv6 address has.
    private static String eui64(Values v) {
        StringBuilder out = new StringBuilder(v.from(HEX, 2));
        for (int i = 0; i < 7; i++) {
            out.append(':').append(v.from(HEX, 2));
        }
        return out.toString();
    }

    static final List<Lookalikes> ALL =
            List.of(
                    of(
                            v -> v.between(1, 9) + v.digits(v.between(6, 9)),
                            "order number; order; order #; invoice number; invoice",
                            "orderId; order_id; orderNumber; invoiceNumber"),
                    of(
                            v -> v.between(1, 9) + v.digits(8),
                            "build; page count",
                            "id; user_id; item_id; rowId"),
                    of(
                            v -> v.between(1, 9) + v.digits(9),
                            "build; row count",
                            "id; object_id; postId"),
                    of(Lookalikes::eui64, "EUI-64; interface", "eui64; wwn"),
                    of(
                            v ->
                                    v.pick("std", "face", "fade", "core", "dead")
                                            + "::"
                                            + v.pick("add", "fee", "bed", "ad1"),
                            "scope; symbol",
                            "symbol; scope"),
                    of(
                            v ->
                                    "%02d:%02d:%02d"
                                            .formatted(
                                                    v.between(0, 23),
                                                    v.between(0, 59),
                                                    v.between(0, 59)),
                            "time; elapsed",
                            "time; clock"),
                    of(v -> v.from(HEX, 40), "commit; revision", "sha; commit; revision"),
                    of(
                            v -> v.from(HEX, 64),
                            "sha256; digest",
                            "sha256; digest; checksum; fingerprint"),
                    of(v -> v.from(HEX, 32), "trace; md5", "trace_id; md5; etag"),
                    of(
                            Lookalikes::uuid,
                            "request; uuid",
                            "uuid; requestId; correlation_id; session"),
                    of(
                            v -> Integer.toString(v.between(1_500_000_000, 1_790_000_000)),
                            "epoch; unix time",
                            "ts; created; exp; iat; updated_at"),
                    of(
                            v -> "17" + v.digits(11),
                            "epoch ms; start",
                            "timestamp; ts; startTimeMillis"),
                    of(
                            Lookalikes::timestamp,
                            "logged at; timestamp",
                            "timestamp; created_at; updatedAt; time"),
                    of(
                            v -> v.between(1, 40) + "." + v.between(0, 30) + "." + v.between(0, 40),
                            "version; v; release",
                            "version; release; sdkVersion"),
                    of(
                            v ->
                                    v.between(1, 30)
                                            + "."
                                            + v.between(0, 29)
                                            + "."
                                            + v.between(0, 29)
                                            + "."
                                            + v.between(0, 29),
                            "version; build version",
                            "version; appVersion"),
                    of(
                            v -> "$" + v.between(1, 9) + "," + v.digits(3) + "." + v.digits(2),
                            "total; price; costs",
                            "price; total; amount"),
                    of(
                            v -> v.between(10, 999) + "." + v.digits(2),
                            "price; total",
                            "price; total; score"),
                    of(
                            v ->
                                    v.between(200, 999)
                                            + "-"
                                            + v.between(200, 999)
                                            + "-"
                                            + v.digits(4),
                            "part number; part no.; SKU; model",
                            "partNumber; sku; part_no"),
                    of(
                            v -> v.digits(3) + "-" + v.digits(2) + "-" + v.digits(4),
                            "part number; SKU",
                            "partNumber; sku"),
                    of(
                            v ->
                                    "978-"
                                            + v.digits(1)
                                            + "-"
                                            + v.digits(2)
                                            + "-"
                                            + v.digits(6)
                                            + "-"
                                            + v.digits(1),
                            "ISBN",
                            "isbn"),
                    of(
                            Lookalikes::tracking,
                            "tracking number; UPS tracking",
                            "trackingNumber; tracking"),
                    of(
                            v ->
                                    "10."
                                            + v.between(1000, 9999)
                                            + "/"
                                            + v.letters(3).toLowerCase(java.util.Locale.ROOT)
                                            + "."
                                            + v.digits(6),
                            "DOI",
                            "doi"),
                    of(
                            v -> v.between(1, 6) + v.digits(4),
                            "port; pid",
                            "port; pid; max_tokens; content_length"),
                    of(
                            v ->
                                    v.pick(
                                            "claude-sonnet-4-20250514",
                                            "gpt-4o-2024-08-06",
                                            "gemini-2.0-flash-001",
                                            "claude-3-5-sonnet-20241022"),
                            "model",
                            "model; modelId; model_id"),
                    of(v -> "call_" + v.from(HEX, 24), "tool call; call", "call_id; tool_call_id"),
                    of(
                            v -> v.letters(2) + "-" + v.digits(4) + "-" + v.digits(4),
                            "SKU; part; model",
                            "sku; model_no"),
                    of(
                            v -> v.between(100, 180) + "/" + v.between(60, 99),
                            "ratio; fraction",
                            "ratio"),
                    of(v -> "#" + v.from(HEX, 6), "colour; background", "color; background"),
                    of(
                            v ->
                                    "eyJ"
                                            + v.from(
                                                    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789",
                                                    40)
                                            + "."
                                            + v.from(
                                                    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789",
                                                    43),
                            "Bearer; token",
                            "access_token; jwt"),
                    of(
                            v -> v.between(1, 99) + "." + v.digits(6) + v.digits(4),
                            "elapsed; ratio",
                            "elapsed; durationSeconds; score"),
                    of(
                            v -> v.between(1, 9) + v.digits(8),
                            "seed; bytes; offset",
                            "seed; bytes; offset; size; length"),
                    of(v -> "lot " + v.letters(1) + v.digits(5), "from", "lot"),
                    of(
                            v -> "node-" + v.digits(2) + "-" + v.from(HEX, 5),
                            "host; pod",
                            "host; pod; hostname"));
}
