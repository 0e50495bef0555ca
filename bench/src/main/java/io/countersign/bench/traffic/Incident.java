package io.countersign.bench.traffic;

import java.time.Instant;

/// Why a record exists: planted, worth a look, or ordinary.
///
/// @param id unique in a simulation; empty for ordinary traffic
/// @param subject the person's login, or the service, source or application that it is about
/// @param from before which no alert can be about it
/// @param what one sentence for people; names nobody but the subject
public record Incident(String id, Kind kind, String subject, Instant from, String what) {
    /// Traffic that nobody needs to hear of.
    public static final Incident ORDINARY =
            new Incident("", Kind.ORDINARY, "", Instant.EPOCH, "ordinary traffic");

    /// What looks like a use and is none: telemetry, polls of open pages, prefetch, widgets of
    /// other sites, connections before a click. An alert because of it is a fault by itself.
    public static final Incident NOISE =
            new Incident("", Kind.NOISE, "", Instant.EPOCH, "no use at all");

    /// What an incident is about.
    public enum About {
        NOTHING,
        PERSON,
        SERVICE,
        SOURCE,
        APPLICATION
    }

    /// The classes of incidents. All but the first three must be alerted.
    public enum Kind {
        ORDINARY(About.NOTHING),
        NOISE(About.NOTHING),
        /// Somebody's first use of an unsanctioned service that others use already, without
        /// patients: an alert is right, none is right too.
        NOTABLE(About.PERSON),
        PHI_TO_PERSONAL(About.PERSON),
        /// The request names no account; an earlier page of the same session did.
        PHI_TO_PERSONAL_BY_SESSION(About.PERSON),
        PHI_IN_SEARCH(About.PERSON),
        PHI_TO_FOREIGN_CLOUD(About.PERSON),
        NEW_THERAPIST_ON_PRO(About.PERSON),
        BLOCK_THEN_OTHER(About.PERSON),
        PERSONAL_AFTER_SANCTIONED(About.PERSON),
        FIRST_SEEN_SERVICE(About.PERSON),
        EHR_DOWNLOAD_THEN_UPLOAD(About.PERSON),
        DRIVE_DOWNLOAD_THEN_UPLOAD(About.PERSON),
        VOLUME_BEYOND_BASELINE(About.PERSON),
        ANONYMOUS_USE(About.PERSON),
        SCRIPT_WITH_KEY(About.PERSON),
        SCOPE_DRIFT(About.PERSON),
        SAME_TEXT_SANCTIONED_THEN_SHADOW(About.PERSON),
        MANY_PATIENTS(About.PERSON),
        /// In an account that a BAA covers: too much of it all the same.
        MANY_PATIENTS_COVERED(About.PERSON),
        VISIBILITY_DROP_OF_PERSON(About.PERSON),
        VISIBILITY_DROP_OF_KEY(About.APPLICATION),
        BLOCKED_ATTEMPTS(About.PERSON),
        SERVICE_SPREADS(About.SERVICE),
        SOURCE_SILENCE(About.SOURCE),
        PATH_DRIFT(About.SERVICE);

        private final About about;

        Kind(About about) {
            this.about = about;
        }

        public About about() {
            return about;
        }

        /// Whether an alert about it is right.
        public boolean isPlanted() {
            return this != ORDINARY && this != NOISE;
        }

        /// Whether a missing alert is a fault.
        public boolean mustAlert() {
            return isPlanted() && this != NOTABLE;
        }
    }
}
