package io.countersign.ledger.locked;

import java.nio.file.Path;
import java.time.Instant;

/// A keeper in a process of its own: locks a log that grows by a bundle with each pass, until it is
/// killed.
final class KeeperInAChild {
    private KeeperInAChild() {}

    /// @param arguments the record's directory, that beside the log, and leaves to begin with
    public static void main(String[] arguments) throws Exception {
        GrowingLog log = GrowingLog.in(Path.of(arguments[1])).grow(Integer.parseInt(arguments[2]));
        Instant now = Instant.parse(arguments[3]);
        try (LockedStore store = DirectoryLockedStore.open(Path.of(arguments[0]))) {
            Keeper keeper = RecordUnderTest.keeper(store);
            while (true) {
                KeepReport report =
                        keeper.pass(RecordUnderTest.toKeep(java.util.List.of(), log.now()), now);
                System.out.println(report.leaves());
                log.grow(256);
            }
        }
    }
}
