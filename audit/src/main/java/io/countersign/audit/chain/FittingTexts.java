package io.countersign.audit.chain;

import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Which texts were found to fit which grammar lately. A text is known again as an object and not
/// by what it says, which pays where a decoder gives the same object for the same bytes. For one
/// thread.
public final class FittingTexts {
    private static final int SLOTS = 4_096;
    private static final int SHIFT = Integer.SIZE - Integer.numberOfTrailingZeros(SLOTS);
    private static final int SPREAD = 0x9E3779B9;

    private final @Nullable String[] texts = new @Nullable String[SLOTS];
    private final @Nullable Object[] grammars = new @Nullable Object[SLOTS];

    /// Whether the text fits, which is asked of the grammar where it is not known.
    ///
    /// @param grammar one object for one grammar, whose answer is the same each time
    @SuppressWarnings("ReferenceEquality") // as said above
    boolean fits(String text, Predicate<String> grammar) {
        int slot = ((text.hashCode() + System.identityHashCode(grammar)) * SPREAD) >>> SHIFT;
        if (texts[slot] == text && grammars[slot] == grammar) {
            return true;
        }
        if (!grammar.test(text)) {
            return false;
        }
        texts[slot] = text;
        grammars[slot] = grammar;
        return true;
    }
}
