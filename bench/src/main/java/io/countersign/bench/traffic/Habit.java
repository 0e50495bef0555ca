package io.countersign.bench.traffic;

/// How somebody uses AI services of their own accord.
enum Habit {
    /// Not at all; the larger part of a hospital.
    NONE(58),
    /// The hospital's own account.
    SANCTIONED(30),
    /// A personal account, without patients in it.
    PERSONAL(12);

    private final int percent;

    Habit(int percent) {
        this.percent = percent;
    }

    int percent() {
        return percent;
    }
}
