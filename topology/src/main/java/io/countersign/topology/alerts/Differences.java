package io.countersign.topology.alerts;

import io.countersign.schemas.EventEntry;
import java.util.ArrayList;
import java.util.List;

/// What an amendment changes, by code. Stateless.
final class Differences {
    private Differences() {}

    static List<String> between(EventEntry before, EventEntry after) {
        List<String> changed = new ArrayList<>();
        note(
                changed,
                "ACCOUNT",
                before.getDestination().getAccount(),
                after.getDestination().getAccount());
        note(changed, "ORG", before.getDestination().getOrg(), after.getDestination().getOrg());
        note(
                changed,
                "EVIDENCE",
                before.getDestination().getEvidence(),
                after.getDestination().getEvidence());
        note(
                changed,
                "ACTIVITY",
                before.getDestination().getActivity(),
                after.getDestination().getActivity());
        note(changed, "BYTES_UP", before.getBytesUp(), after.getBytesUp());
        note(changed, "BYTES_DOWN", before.getBytesDown(), after.getBytesDown());
        note(changed, "CONTENT", before.getContent(), after.getContent());
        note(changed, "SUBJECTS", before.getSubjects(), after.getSubjects());
        note(changed, "COVERAGE", before.getCoverage(), after.getCoverage());
        note(changed, "DISPOSITION", before.getDisposition(), after.getDisposition());
        note(changed, "SEVERITY", before.getSeverity(), after.getSeverity());
        note(changed, "REASONS", before.getReasons(), after.getReasons());
        note(changed, "POLICY", before.getPolicy(), after.getPolicy());
        return changed;
    }

    private static void note(List<String> changed, String code, Object before, Object after) {
        if (!before.equals(after)) {
            changed.add(code);
        }
    }
}
