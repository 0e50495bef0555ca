package io.countersign.bench.traffic;

import java.util.List;

/// What somebody does at the hospital, where, and how many of a hundred do so.
public enum Role {
    NURSE(
            40,
            "Nursing 1 West, Nursing 2 West, Nursing 3 East, Nursing 4 West, Intensive Care, Paediatrics, Emergency, Maternity"),
    DOCTOR(15, "Oncology, Cardiology, Internal Medicine, Neurology, Surgery"),
    THERAPIST(8, "Behavioral Health, Physical Therapy, Speech Therapy"),
    CODER(6, "Coding, Billing"),
    RESEARCHER(6, "Clinical Trials, Biostatistics"),
    FRONT_DESK(15, "Front Desk, Scheduling, Registration"),
    ADMINISTRATION(10, "Finance, Human Resources, Legal, Information Technology");

    private final int percent;

    /// Separated by commas.
    private final String departments;

    Role(int percent, String departments) {
        this.percent = percent;
        this.departments = departments;
    }

    int percent() {
        return percent;
    }

    List<String> departments() {
        return List.of(departments.split(", ", -1));
    }

    /// Nurses and the front desk share workstations: a badge tap changes the user.
    boolean sharesDevices() {
        return this == NURSE || this == FRONT_DESK;
    }
}
