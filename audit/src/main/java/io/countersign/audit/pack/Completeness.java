package io.countersign.audit.pack;

import io.countersign.audit.chain.EntryHead;
import io.countersign.audit.merkle.Sha256;
import io.countersign.schemas.EntryKind;
import java.util.Optional;

/// Whether proven entries, one after the other, are all that a pack says to hold.
///
/// A stretch of leaves is complete by its indexes alone: each is proven in its place, and none is
/// left out between the seals that bound it. A stretch of a chain is complete by its numbers and
/// links: each entry names the hash of the one before it.
abstract sealed class Completeness {
    /// Set once an entry did not hold: what is missing then was said.
    private boolean broken;

    static Completeness of(Selection selection, long size) {
        return switch (selection) {
            case Selection.Chosen _chosen -> new OfChosen();
            case Selection.Numbers numbers -> new OfNumbers(numbers);
            case Selection.Sealed sealed -> new OfSealed(sealed, size);
        };
    }

    final void broken() {
        broken = true;
    }

    /// A sentence where this entry shows that something is missing, or is too many.
    final Optional<String> next(PackedEntry entry, EntryHead head) {
        return broken ? Optional.empty() : accept(entry, head);
    }

    /// After the last entry.
    final Optional<String> end() {
        return broken ? Optional.empty() : finish();
    }

    abstract Optional<String> accept(PackedEntry entry, EntryHead head);

    abstract Optional<String> finish();

    private static final class OfChosen extends Completeness {
        @Override
        Optional<String> accept(PackedEntry entry, EntryHead head) {
            return Optional.empty();
        }

        @Override
        Optional<String> finish() {
            return Optional.empty();
        }
    }

    private static final class OfNumbers extends Completeness {
        private final Selection.Numbers numbers;
        private long next;
        private Optional<Sha256> before = Optional.empty();

        OfNumbers(Selection.Numbers numbers) {
            this.numbers = numbers;
            this.next = numbers.from();
        }

        @Override
        Optional<String> accept(PackedEntry entry, EntryHead head) {
            if (!entry.key().chain().equals(numbers.chain()) || entry.key().seq() > numbers.to()) {
                return refused("This entry is none of those that the pack says to hold.");
            }
            if (entry.key().seq() != next) {
                return refused(
                        "The pack says to hold all numbers of the chain, and here "
                                + next
                                + " should stand: entries were left out.");
            }
            if (before.isPresent() && !before.get().matches(head.prev().bytes(), 0)) {
                return refused(
                        "This entry names another predecessor than the one before it: the log holds two of one number.");
            }
            next++;
            before = Optional.of(entry.leafHash());
            return Optional.empty();
        }

        @Override
        Optional<String> finish() {
            return next > numbers.to()
                    ? Optional.empty()
                    : Optional.of(
                            "The pack says to hold the chain up to number "
                                    + numbers.to()
                                    + ", and ends before "
                                    + next
                                    + ": entries were left out.");
        }
    }

    private static final class OfSealed extends Completeness {
        private final Selection.Sealed sealed;
        private final long size;
        private long next;

        OfSealed(Selection.Sealed sealed, long size) {
            this.sealed = sealed;
            this.size = size;
            this.next = sealed.from();
        }

        @Override
        Optional<String> accept(PackedEntry entry, EntryHead head) {
            if (entry.index() > sealed.to() || entry.index() != next) {
                return refused(
                        "The pack says to hold all leaves from %d to %d, and here %d should stand: entries were left out or put in."
                                .formatted(sealed.from(), sealed.to(), next));
            }
            next++;
            boolean isSeal = head.kind() == EntryKind.SEAL;
            if (entry.index() == sealed.from()
                    && sealed.from() > 0
                    && !(isSeal && head.timeMillis() < sealed.sinceMillis())) {
                return refused(
                        "The pack does not begin with a seal from before its time, so that entries of that time may be missing.");
            }
            if (entry.index() == sealed.to()
                    && sealed.to() < size - 1
                    && !(isSeal && head.timeMillis() >= sealed.untilMillis())) {
                return refused(
                        "The pack does not end with a seal from after its time, so that entries of that time may be missing.");
            }
            return Optional.empty();
        }

        @Override
        Optional<String> finish() {
            return next > sealed.to()
                    ? Optional.empty()
                    : Optional.of(
                            "The pack says to hold all leaves up to %d, and ends before %d: entries were left out."
                                    .formatted(sealed.to(), next));
        }
    }

    /// One gap is one fault.
    final Optional<String> refused(String sentence) {
        broken();
        return Optional.of(sentence);
    }
}
