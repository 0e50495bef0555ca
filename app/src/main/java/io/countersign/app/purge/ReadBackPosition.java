package io.countersign.app.purge;

import io.countersign.schemas.Hash;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How far the evidence of a partition was read back. Kept on Kafka, as the committed offsets of a
/// group, so that the purger needs no disk.
///
/// @param entryOffset of the next entry
/// @param evidenceOffset of the next envelope
/// @param last the last entry whose evidence is there; empty where there is none yet
record ReadBackPosition(long entryOffset, long evidenceOffset, Optional<Link> last) {
    private static final Pattern NOTE =
            Pattern.compile("([A-Za-z0-9._/@-]{1,271}) (\\d{1,19}) ([0-9a-f]{64})");

    /// At the beginning of both topics, wherever that is.
    static final ReadBackPosition START = new ReadBackPosition(0, 0, Optional.empty());

    /// An entry that others link to.
    record Link(String chain, long seq, Hash leafHash) {
        /// As the metadata of a committed offset.
        String note() {
            return chain + " " + seq + " " + HexFormat.of().formatHex(leafHash.bytes());
        }

        /// @return empty where the text is none; reading then begins anew
        static Optional<Link> parse(String note) {
            Matcher matcher = NOTE.matcher(note);
            if (!matcher.matches()) {
                return Optional.empty();
            }
            try {
                return Optional.of(
                        new Link(
                                matcher.group(1),
                                Long.parseLong(matcher.group(2)),
                                new Hash(HexFormat.of().parseHex(matcher.group(3)))));
            } catch (NumberFormatException _tooLarge) {
                return Optional.empty();
            }
        }

        boolean is(String otherChain, long otherSeq, Hash otherHash) {
            return chain.equals(otherChain)
                    && seq == otherSeq
                    && Arrays.equals(leafHash.bytes(), otherHash.bytes());
        }
    }
}
