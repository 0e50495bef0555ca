package io.countersign.topology.chain;

import io.countersign.schemas.CloseEntry;
import io.countersign.schemas.Hash;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What is true on the broker before a task writes its first entry. Called once at the start of
/// each task, on the stream thread.
public interface ChainProbe {
    /// Waits, bounded, until no open transaction hides entries of the partition, and reads the last
    /// committed one.
    ///
    /// @param entryTopic the entry topic
    /// @param partition the partition of the task
    /// @param inputTopics the input topics; all have that partition
    /// @throws ChainIncident with code CHAIN_ENDS_DIFFER where a transaction stays open beyond the
    ///   wait
    Probed probe(String entryTopic, int partition, List<String> inputTopics);

    /// @param last the last committed entry of the partition, empty where the partition holds none
    /// @param logStartOffsets the first offset that the broker still has, by input topic
    /// @param logEndOffsets the offset after the last record there, by input topic; nothing is held
    ///   against a topic that is not named
    record Probed(
            Optional<Last> last,
            Map<String, Long> logStartOffsets,
            Map<String, Long> logEndOffsets) {
        public Probed {
            logStartOffsets = Map.copyOf(logStartOffsets);
            logEndOffsets = Map.copyOf(logEndOffsets);
        }

        public Probed(Optional<Last> last, Map<String, Long> logStartOffsets) {
            this(last, logStartOffsets, Map.of());
        }
    }

    /// @param chain the chain of the entry
    /// @param seq its sequence number
    /// @param leafHash its leaf hash
    /// @param close where the entry closes its chain, how
    record Last(String chain, long seq, Hash leafHash, Optional<CloseEntry> close) {
        public Last(String chain, long seq, Hash leafHash) {
            this(chain, seq, leafHash, Optional.empty());
        }
    }
}
