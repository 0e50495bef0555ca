package io.countersign.forensics.query;

/// The tables of the archive, by the name that their folders and a question's SQL use.
public enum ArchiveTable {
    /// One row for each entry of the log.
    ENTRIES("entries", "entries"),
    /// One row for each subject token of an event, by token.
    SUBJECTS("subjects", "subjects_by_token"),
    /// One row for each event of a person, by person.
    PEOPLE("people", "events_by_person");

    private final String folder;
    private final String relation;

    ArchiveTable(String folder, String relation) {
        this.folder = folder;
        this.relation = relation;
    }

    /// The folder of the table below the archive's.
    public String folder() {
        return folder;
    }

    /// The name that SQL knows it by; a view over the files of one question.
    public String relation() {
        return relation;
    }
}
