package io.countersign.detectors.destination;

import io.countersign.detectors.InfoType;
import io.countersign.detectors.Likelihood;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// What the names that a site gave in the DLP of its proxies and CASBs stand for. Names are
/// compared without case.
///
/// @param rows in the site's order; all that match count
public record UpstreamDlp(List<Row> rows) {
    /// No name is known.
    public static final UpstreamDlp NONE = new UpstreamDlp(List.of());

    /// A site has fewer names than this.
    public static final int MAX_ROWS = 10_000;

    public UpstreamDlp {
        rows = List.copyOf(rows);
        if (rows.size() > MAX_ROWS) {
            throw new IllegalArgumentException("more than " + MAX_ROWS + " rows of upstream DLP");
        }
    }

    /// A name as a source reports it.
    ///
    /// @param source the input format
    /// @param engine engine or profile; empty where not given
    /// @param dictionary dictionary or rule; empty where not given
    /// @param promptClass the class of a prompt; empty where not given
    public record Name(String source, String engine, String dictionary, String promptClass) {
        public Name {
            Objects.requireNonNull(source, "source");
            Objects.requireNonNull(engine, "engine");
            Objects.requireNonNull(dictionary, "dictionary");
            Objects.requireNonNull(promptClass, "promptClass");
        }
    }

    /// @param name what it is for; an empty part fits anything
    /// @param types what it stands for; empty: nothing that concerns PHI
    /// @param fromHits with fewer hits it says nothing
    public record Row(Name name, List<InfoType> types, Likelihood likelihood, int fromHits) {
        public Row {
            Objects.requireNonNull(name, "name");
            types = List.copyOf(types);
            Objects.requireNonNull(likelihood, "likelihood");
            if (name.engine.isEmpty() && name.dictionary.isEmpty() && name.promptClass.isEmpty()) {
                throw new IllegalArgumentException(
                        "a row of upstream DLP names an engine, a dictionary or a prompt class");
            }
            if (fromHits < 0) {
                throw new IllegalArgumentException("from_hits is negative");
            }
        }

        private boolean isFor(Name reported) {
            return fits(name.source, reported.source)
                    && (fits(name.engine, reported.engine) || listed(reported.engine))
                    && fits(name.dictionary, reported.dictionary)
                    && fits(name.promptClass, reported.promptClass);
        }

        /// Several engines that matched stand in one field.
        private boolean listed(String engines) {
            for (String engine : engines.split("[|,;]", MAX_LISTED)) {
                if (name.engine.equalsIgnoreCase(engine.strip())) {
                    return true;
                }
            }
            return false;
        }

        private static boolean fits(String wanted, String given) {
            return wanted.isEmpty() || wanted.equalsIgnoreCase(given.strip());
        }
    }

    private static final int MAX_LISTED = 64;

    /// The rows for a name that was reported with so many hits.
    ///
    /// @param hits 0 where not given; then no row asks for more
    /// @return empty: no row knows the name; an empty list: known, and it says nothing
    public Optional<List<Row>> of(Name reported, int hits) {
        List<Row> known = rows.stream().filter(row -> row.isFor(reported)).toList();
        return known.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        known.stream().filter(row -> hits == 0 || hits >= row.fromHits).toList());
    }
}
