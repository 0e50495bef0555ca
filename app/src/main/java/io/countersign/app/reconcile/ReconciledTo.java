package io.countersign.app.reconcile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;

/// How far a sink was reconciled: where the next statement begins. Lost, it begins at the start of
/// the topics again, which takes longer and says no less.
///
/// @param atMillis when the statement was chained
/// @param offsets by partition of the entry and alert topics: the first that is not settled
/// @param seqs by chain: the first that is not settled
public record ReconciledTo(
        long atMillis, Map<TopicPartition, Long> offsets, Map<String, Long> seqs) {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String AT = "at";
    private static final String OFFSETS = "offsets";
    private static final String SEQS = "seqs";

    /// Nothing yet.
    public static final ReconciledTo START = new ReconciledTo(0, Map.of(), Map.of());

    public ReconciledTo {
        offsets = Map.copyOf(offsets);
        seqs = Map.copyOf(seqs);
    }

    /// Empty where there is no file, or none that can be read.
    public static Optional<ReconciledTo> read(Path file) {
        try {
            JsonNode tree = MAPPER.readTree(Files.readAllBytes(file));
            Map<TopicPartition, Long> offsets = new HashMap<>();
            for (Map.Entry<String, JsonNode> one : tree.path(OFFSETS).properties()) {
                int slash = one.getKey().lastIndexOf('/');
                offsets.put(
                        new TopicPartition(
                                one.getKey().substring(0, slash),
                                Integer.parseInt(one.getKey().substring(slash + 1))),
                        one.getValue().asLong());
            }
            Map<String, Long> seqs = new HashMap<>();
            for (Map.Entry<String, JsonNode> one : tree.path(SEQS).properties()) {
                seqs.put(one.getKey(), one.getValue().asLong());
            }
            return Optional.of(new ReconciledTo(tree.path(AT).asLong(), offsets, seqs));
        } catch (IOException | RuntimeException _missingOrDamaged) {
            return Optional.empty();
        }
    }

    /// Replaces the file whole.
    public void write(Path file) throws IOException {
        ObjectNode tree = MAPPER.createObjectNode();
        tree.put(AT, atMillis);
        ObjectNode listed = tree.putObject(OFFSETS);
        offsets.forEach((partition, offset) ->
                listed.put(partition.topic() + "/" + partition.partition(), offset.longValue()));
        ObjectNode chains = tree.putObject(SEQS);
        new TreeMap<>(seqs).forEach((chain, seq) -> chains.put(chain, seq.longValue()));
        Files.createDirectories(file.toAbsolutePath().getParent());
        Path written = file.resolveSibling(file.getFileName() + ".new");
        Files.write(written, MAPPER.writeValueAsBytes(tree));
        Files.move(
                written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
