package io.countersign.app.cli;

import io.countersign.schemas.ReviewVerdict;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/// What an alert is closed as, by the words of the command line.
enum ClosedAs {
    TRUE("true", ReviewVerdict.TRUE_ALERT),
    FALSE("false", ReviewVerdict.FALSE_ALERT),
    AUTHORISED("authorised", ReviewVerdict.AUTHORISED),
    PERSONAL("personal", ReviewVerdict.PERSONAL_USE),
    TEST("test", ReviewVerdict.TEST);

    private final String word;
    private final ReviewVerdict verdict;

    ClosedAs(String word, ReviewVerdict verdict) {
        this.word = word;
        this.verdict = verdict;
    }

    ReviewVerdict verdict() {
        return verdict;
    }

    static Optional<ClosedAs> of(String word) {
        return Arrays.stream(values()).filter(one -> one.word.equals(word)).findFirst();
    }

    /// The word for a verdict of the log, which a later version may have added.
    static String word(ReviewVerdict verdict) {
        return Arrays.stream(values())
                .filter(one -> one.verdict == verdict)
                .map(one -> one.word)
                .findFirst()
                .orElse(verdict.name());
    }

    /// For the shell.
    static final class Words implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return List.of("true", "false", "authorised", "personal", "test").iterator();
        }
    }
}
