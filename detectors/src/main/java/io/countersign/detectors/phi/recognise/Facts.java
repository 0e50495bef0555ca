package io.countersign.detectors.phi.recognise;

import io.countersign.detectors.phi.engine.WordClass;

/// What a text says beside its findings: whether it speaks of one person, and whether placeholders
/// stand in it.
public final class Facts {
    private int placeholders;
    private int ages;
    private int people;
    private int visits;
    private int regions;
    private int years;

    void clear() {
        regions = 0;
        years = 0;
        placeholders = 0;
        ages = 0;
        people = 0;
        visits = 0;
    }

    /// Facts of a text that is told in parts; none yet.
    public Facts() {}

    private static final Facts NONE = new Facts();

    /// What is told so far; what comes later does not change it. Not to be added to: texts that
    /// tell nothing share one.
    public Facts copy() {
        if ((placeholders | ages | people | visits | regions | years) == 0) {
            return NONE;
        }
        Facts copy = new Facts();
        copy.add(this);
        return copy;
    }

    /// Adds what a further part of the same text says.
    public void add(Facts part) {
        placeholders += part.placeholders;
        ages += part.ages;
        people += part.people;
        visits += part.visits;
        regions += part.regions;
        years += part.years;
    }

    void placeholder() {
        placeholders++;
    }

    void aged() {
        ages++;
    }

    /// A word for a patient, with what stands before it: "a patient" is one, "patient groups" are
    /// not.
    void individual(long bits, long before) {
        boolean one = (before & (WordClass.FILLER | WordClass.DEMOGRAPHIC | WordClass.AGE)) != 0;
        if ((bits & WordClass.PATIENT) != 0 && (one || (bits & WordClass.VISIT) == 0)) {
            people++;
        }
    }

    void region() {
        regions++;
    }

    void year() {
        years++;
    }

    /// Whether a state or the first three digits of a ZIP are told.
    public boolean placed() {
        return regions > 0;
    }

    /// Whether somebody's age or a bare year is told.
    public boolean timed() {
        return ages > 0 || years > 0;
    }

    void visit() {
        visits++;
    }

    /// Whether an appointment, admission or the like is told.
    public boolean visited() {
        return visits > 0;
    }

    /// Placeholders such as `[Patient]` or XXX.
    public int placeholders() {
        return placeholders;
    }

    /// Whether somebody's age, sex or part as a patient is told.
    public boolean individual() {
        return ages > 0 || people > 0;
    }
}
