package io.countersign.audit.pack;

import io.countersign.audit.note.OpenedCheckpoint;
import java.util.List;
import java.util.Optional;

/// What a pack proves, or why it proves nothing.
///
/// @param manifest what it says to hold; empty where that cannot be read
/// @param opened the checkpoint, where a key that the caller trusts vouches for it
/// @param faults the first of them; none where the pack holds
/// @param count how many there are in all
/// @param notes sentences about what others vouch for
public record PackReport(
        Optional<Manifest> manifest,
        Optional<OpenedCheckpoint> opened,
        List<Fault> faults,
        long count,
        List<String> notes) {
    /// @param place a file of the pack, by a name that a pack may have
    /// @param sentence what is wrong there, plainly
    public record Fault(PackCode code, String place, String sentence) {}

    public PackReport {
        faults = List.copyOf(faults);
        notes = List.copyOf(notes);
    }

    /// True where everything that the pack holds is proven.
    public boolean holds() {
        return count == 0 && manifest.isPresent() && opened.isPresent();
    }
}
