package io.countersign.topology;

import io.countersign.detectors.destination.AccountEvidence;
import io.countersign.detectors.destination.Activity;
import io.countersign.detectors.destination.Reason;
import io.countersign.topology.steps.Passage;
import java.util.LinkedHashMap;
import java.util.Map;

/// Which requests that disclose nothing are worth an entry all the same: those that show an
/// account, once for each user, device and account in ten minutes, so that later knowledge can be
/// joined. All others are counted.
///
/// The memory is bounded and not kept over a restart: forgetting costs an entry more, nothing else.
public final class RecentAccounts {
    static final long WINDOW_MILLIS = 600_000;
    static final int MAX_REMEMBERED = 10_000;

    private record Sighting(String user, String device, String service, String account) {}

    private final Map<Sighting, Long> seen =
            new LinkedHashMap<>(64, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<Sighting, Long> eldest) {
                    return size() > MAX_REMEMBERED;
                }
            };

    public boolean worthAnEntry(Passage.Judged judged, long now) {
        if (judged.destination().activity().mayDisclose()
                || judged.content().phi().orElse(false)
                || judged.destination().activity() == Activity.DOWNLOAD
                || judged.destination().reasons().contains(Reason.TRAFFIC_LINE.name())) {
            return true;
        }
        for (AccountEvidence evidence : judged.destination().evidence()) {
            if (evidence.id().namesAccount() && isNew(judged, evidence.value(), now)) {
                return true;
            }
        }
        return false;
    }

    private boolean isNew(Passage.Judged judged, String account, long now) {
        Sighting sighting =
                new Sighting(
                        judged.event().user().orElse(""),
                        judged.event().device().or(() -> judged.event().sourceIp()).orElse(""),
                        judged.destination().serviceId(),
                        account);
        Long before = seen.get(sighting);
        if (before != null && now - before < WINDOW_MILLIS) {
            return false;
        }
        seen.put(sighting, now);
        return true;
    }
}
