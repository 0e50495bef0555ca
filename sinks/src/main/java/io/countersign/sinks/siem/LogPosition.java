package io.countersign.sinks.siem;

/// Where an entry lies in the signed log: what leads from a SIEM event back to its proof.
///
/// @param chain the chain id, `topic/partition@generation`
/// @param seq the entry's sequence number in its chain
/// @param leafHash the RFC 6962 leaf hash of the entry, 64 lower-case hexadecimal digits
public record LogPosition(String chain, long seq, String leafHash) {
    private static final int HEX_DIGITS = 64;

    public LogPosition {
        if (seq < 0) {
            throw new IllegalArgumentException("seq must not be negative");
        }
        if (leafHash.length() != HEX_DIGITS) {
            throw new IllegalArgumentException("leafHash must have 64 hexadecimal digits");
        }
    }

    /// The id of the event that stands for this entry in a SIEM, the same at every delivery:
    /// `chain#seq`.
    public String eventId() {
        return chain + "#" + seq;
    }
}
