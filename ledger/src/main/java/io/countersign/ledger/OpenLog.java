package io.countersign.ledger;

import io.countersign.audit.note.LogName;
import io.countersign.audit.tiles.TilePath;
import io.countersign.ledger.storage.LogStorage;
import io.countersign.schemas.Incarnation;
import io.countersign.schemas.NextLog;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// The log that a sealer goes on with: the newest of the installation's logs, or the one after it
/// where that has ended.
///
/// @param storage of this log; it is closed with that of the first one
/// @param settings under this log's name
record OpenLog(LogStorage storage, SealerSettings settings, LoadedLog loaded) {
    /// @param first the place of the installation's first log
    /// @param installation the settings of that one
    static OpenLog find(LogStorage first, SealerSettings installation, Incarnation incarnation)
            throws LedgerIncident {
        try {
            LogStorage storage = first;
            SealerSettings settings = installation;
            for (int year : newestFirst(first)) {
                LogStorage later = first.ofYear(year);
                // A place alone is no log: its first seal was cut off before it was bound.
                if (later.readLock().isPresent() || later.read(TilePath.CHECKPOINT).isPresent()) {
                    storage = later;
                    settings = installation.in(year);
                    break;
                }
            }
            LoadedLog loaded = LoadedLog.load(storage, settings, incarnation);
            Optional<NextLog> next = loaded.next();
            if (next.isEmpty()) {
                return new OpenLog(storage, settings, loaded);
            }
            int year = year(installation.name(), next.get());
            SealerSettings named = installation.in(year);
            LogStorage place = first.ofYear(year);
            return new OpenLog(place, named, loaded.begin(place, settings, named));
        } catch (IOException e) {
            throw LoadedLog.incident("find the newest log", e);
        }
    }

    private static List<Integer> newestFirst(LogStorage first) throws IOException {
        return first.years().stream().sorted(Comparator.reverseOrder()).toList();
    }

    private static int year(LogName installation, NextLog next) throws LedgerIncident {
        String origin = next.getOrigin();
        if (!LogName.isOf(installation.installation(), origin)
                || origin.equals(installation.installation())) {
            throw new LedgerIncident(
                    IncidentCode.LOG_CHECKPOINT_NOT_OURS,
                    "the log ended, and the next one has another name than this installation's");
        }
        return Integer.parseInt(origin.substring(origin.lastIndexOf('/') + 1));
    }
}
