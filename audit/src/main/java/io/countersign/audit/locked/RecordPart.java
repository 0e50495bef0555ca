package io.countersign.audit.locked;

import io.countersign.audit.evidence.EvidenceKeys;
import io.countersign.audit.merkle.Sha256;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// The parts of a record that are disposed of, each as a whole: a log with all that lies beside it
/// in the record, and the evidence of a quarter, whichever log refers to it. Pages and policies are
/// part of none, and stay.
///
/// ```
/// part = "log" / "log-" folder / "evidence-" kid
/// list = "countersign disposal v1" LF
///        "installation " name LF
///        "part " part LF
///        *( path SP version SP hex(SHA-256) SP bytes SP time LF )     by path, then version
/// ```
public final class RecordPart {
    private static final String LOG = "log";
    private static final String EVIDENCE = "evidence";
    private static final Pattern NAME = Pattern.compile("[a-z0-9][A-Za-z0-9._-]{0,99}");

    /// What lies directly in a log's folder.
    private static final Set<String> OF_A_LOG =
            Set.of(LOG, "log.checkpoints", "log.timestamps", "keys", EVIDENCE);

    private RecordPart() {}

    /// Whether a text can be the name of a part.
    public static boolean isName(String text) {
        return NAME.matcher(text).matches()
                && (text.equals(LOG) || text.startsWith("log-") || ofEvidence(text).isPresent());
    }

    /// The part that an object belongs to; empty where that is none.
    public static Optional<String> of(String path) {
        String[] words = path.split("/", 4);
        int first = OF_A_LOG.contains(words[0]) ? 0 : 1;
        if (words.length <= first + 1 || !OF_A_LOG.contains(words[first])) {
            return Optional.empty();
        }
        String name =
                words[first].equals(EVIDENCE)
                        ? evidence(words[first + 1])
                        : first == 0 ? LOG : LOG + "-" + words[0];
        return isName(name) ? Optional.of(name) : Optional.empty();
    }

    /// The part of a log.
    ///
    /// @param folder of its objects: empty, or a name and a slash
    public static String log(String folder) {
        return folder.isEmpty() ? LOG : LOG + "-" + folder.substring(0, folder.length() - 1);
    }

    /// Whether a part is a log's.
    public static boolean isLog(String part) {
        return part.equals(LOG) || part.startsWith("log-");
    }

    /// Where a log's objects lie.
    ///
    /// @return empty, or a name and a slash
    public static String folder(String log) {
        return log.equals(LOG) ? "" : log.substring("log-".length()) + "/";
    }

    /// The part of a quarter's evidence.
    public static String evidence(String kid) {
        return EVIDENCE + "-" + kid;
    }

    /// The kid whose evidence a part is; empty where it is a log.
    public static Optional<String> ofEvidence(String part) {
        String kid = part.startsWith(EVIDENCE + "-") ? part.substring(EVIDENCE.length() + 1) : "";
        return EvidenceKeys.isKid(kid) ? Optional.of(kid) : Optional.empty();
    }

    /// An object that goes.
    ///
    /// @param until the longest lock that pages name
    public record Going(ManifestLine.Stored stored, Instant until) {}

    /// SHA-256 of the list of what goes.
    public static Sha256 list(String installation, String part, Collection<Going> objects) {
        StringBuilder text =
                new StringBuilder("countersign disposal v1\ninstallation ")
                        .append(installation)
                        .append("\npart ")
                        .append(part)
                        .append('\n');
        List<Going> sorted =
                objects.stream()
                        .sorted(
                                Comparator.comparing((Going one) -> one.stored().path())
                                        .thenComparing(one -> one.stored().version()))
                        .toList();
        for (Going one : sorted) {
            text.append(one.stored().path())
                    .append(' ')
                    .append(one.stored().version())
                    .append(' ')
                    .append(one.stored().sha256().hex())
                    .append(' ')
                    .append(one.stored().bytes())
                    .append(' ')
                    .append(one.until())
                    .append('\n');
        }
        return Sha256.of(text.toString().getBytes(StandardCharsets.UTF_8));
    }
}
