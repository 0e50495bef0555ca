package io.countersign.topology.alerts;

import static io.countersign.topology.alerts.Rule.LookedAt.DEVICE;
import static io.countersign.topology.alerts.Rule.LookedAt.WHO;
import static io.countersign.topology.alerts.Rule.Mode.RAISE;

import io.countersign.schemas.Account;
import io.countersign.schemas.Coverage;
import io.countersign.schemas.Mark;
import io.countersign.topology.alerts.Rule.Test;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Rules about what follows on what, within minutes or hours.
final class SequenceRules {
    static final String BLOCK_THEN_OTHER = "BLOCK_THEN_OTHER";
    static final String BLOCK_THEN_OTHER_ON_DEVICE = "BLOCK_THEN_OTHER_ON_DEVICE";
    static final String PERSONAL_AFTER_SANCTIONED = "PERSONAL_AFTER_SANCTIONED";
    static final String DOWNLOAD_THEN_UPLOAD = "DOWNLOAD_THEN_UPLOAD";
    static final String FINGERPRINT_MOVED = "FINGERPRINT_MOVED";

    private SequenceRules() {}

    static List<Rule> all() {
        return List.of(
                new Rule(
                        DOWNLOAD_THEN_UPLOAD,
                        WHO,
                        RAISE,
                        0,
                        20,
                        Rule.thresholds(
                                Map.of(
                                        "WINDOW_MINUTES",
                                        120L,
                                        "DOWNLOADS",
                                        10L,
                                        "UPLOAD_BYTES",
                                        100_000L)),
                        "Many downloads from a watched record system or drive, then an upload to an AI service that no BAA covers.",
                        downloadThenUpload()),
                new Rule(
                        FINGERPRINT_MOVED,
                        WHO,
                        RAISE,
                        0,
                        20,
                        Rule.thresholds(Map.of("WINDOW_MINUTES", 120L)),
                        "The text that went to a covered account goes to one that no BAA covers.",
                        fingerprintMoved()),
                new Rule(
                        BLOCK_THEN_OTHER,
                        WHO,
                        RAISE,
                        0,
                        20,
                        Rule.thresholds(Map.of("WINDOW_MINUTES", 15L)),
                        "Stopped at one service or account, and minutes later a send to another that no BAA covers.",
                        blockThenOther(false)),
                new Rule(
                        BLOCK_THEN_OTHER_ON_DEVICE,
                        DEVICE,
                        RAISE,
                        0,
                        10,
                        Rule.thresholds(Map.of("WINDOW_MINUTES", 15L)),
                        "The same on one device, where one of the two events names no person.",
                        blockThenOther(true)),
                new Rule(
                        PERSONAL_AFTER_SANCTIONED,
                        WHO,
                        RAISE,
                        0,
                        15,
                        Rule.thresholds(Map.of("WINDOW_MINUTES", 30L)),
                        "A send to a covered account, and within the same session one to an account that is not the site's.",
                        personalAfterSanctioned()));
    }

    private static Test blockThenOther(boolean onDevice) {
        return (seen, memory, _, thresholds) -> {
            if (!seen.isSend() || seen.isStopped() || !isUncovered(seen)) {
                return Optional.empty();
            }
            return memory.before(seen, thresholds.minutes("WINDOW_MINUTES")).stream()
                    .filter(mark -> mark.getBlocked() && isOther(mark, seen))
                    .filter(mark ->
                            !onDevice || mark.getPerson().isEmpty() || seen.person().isEmpty())
                    .findFirst()
                    .map(mark ->
                            new Finding(
                                    onDevice ? device(seen) : seen.about(),
                                    "stopped at " + mark.getService() + ", then " + seen.service(),
                                    List.of(mark.getEntry())));
        };
    }

    private static io.countersign.schemas.WatchKey device(Seen seen) {
        return seen.event()
                .getDevice()
                .map(device -> WatchKeys.key(io.countersign.schemas.AboutKind.DEVICE, device))
                .orElseGet(seen::about);
    }

    private static boolean isOther(Mark mark, Seen seen) {
        return !mark.getService().equals(seen.service())
                || mark.getAccount() != seen.event().getDestination().getAccount();
    }

    private static boolean isUncovered(Seen seen) {
        return seen.event().getCoverage().getState() == Coverage.NOT_COVERED || seen.isPrivate();
    }

    private static Test personalAfterSanctioned() {
        return (seen, memory, _, thresholds) -> {
            if (!seen.isSend() || seen.isStopped() || !seen.isPrivate()) {
                return Optional.empty();
            }
            return memory.before(seen, thresholds.minutes("WINDOW_MINUTES")).stream()
                    .filter(mark ->
                            mark.getCoverage() == Coverage.COVERED
                                    && isSend(mark)
                                    && !mark.getBlocked())
                    .reduce((_, last) -> last)
                    .map(mark ->
                            new Finding(
                                    seen.about(),
                                    "after a send to the covered account at " + mark.getService(),
                                    List.of(mark.getEntry())));
        };
    }

    private static Test downloadThenUpload() {
        return (seen, memory, _, thresholds) -> {
            if (!seen.isUpload()
                    || seen.isCovered()
                    || seen.bytesUp() < thresholds.get("UPLOAD_BYTES")) {
                return Optional.empty();
            }
            List<Mark> downloads =
                    memory.before(seen, thresholds.minutes("WINDOW_MINUTES")).stream()
                            .filter(mark -> mark.getActivity().equals("DOWNLOAD"))
                            .toList();
            if (downloads.size() < thresholds.get("DOWNLOADS")) {
                return Optional.empty();
            }
            return Optional.of(
                    new Finding(
                            seen.about(),
                            downloads.size()
                                    + " downloads from "
                                    + downloads.getLast().getService()
                                    + ", then an upload",
                            List.of(
                                    downloads.getFirst().getEntry(),
                                    downloads.getLast().getEntry())));
        };
    }

    private static Test fingerprintMoved() {
        return (seen, memory, _, thresholds) -> {
            if (seen.fingerprint() == 0
                    || !seen.maySend()
                    || seen.isCovered()
                    || (seen.event().getDestination().getAccount() == Account.CORPORATE)) {
                return Optional.empty();
            }
            return memory.before(seen, thresholds.minutes("WINDOW_MINUTES")).stream()
                    .filter(mark ->
                            mark.getFingerprint() == seen.fingerprint()
                                    && mark.getCoverage() == Coverage.COVERED
                                    && hasMoved(mark, seen))
                    .findFirst()
                    .map(mark ->
                            new Finding(
                                    seen.about(),
                                    "the same text as before at " + mark.getService(),
                                    List.of(mark.getEntry())));
        };
    }

    /// At the same service an account that the record does not name may still be the covered one: a
    /// forwarder sends a record twice, and the first of the two is amended before the second.
    private static boolean hasMoved(Mark covered, Seen seen) {
        return !covered.getService().equals(seen.service())
                || seen.event().getCoverage().getState() == Coverage.NOT_COVERED;
    }

    private static boolean isSend(Mark mark) {
        return mark.getActivity().equals("SEND") || mark.getActivity().equals("UPLOAD");
    }
}
