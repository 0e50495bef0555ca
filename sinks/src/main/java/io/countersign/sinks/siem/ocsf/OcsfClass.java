package io.countersign.sinks.siem.ocsf;

/// The OCSF 1.8.0 event classes that Countersign emits.
enum OcsfClass {
    BASE_EVENT(0, "Base Event", 0, "Uncategorized"),
    COMPLIANCE_FINDING(2003, "Compliance Finding", 2, "Findings"),
    DETECTION_FINDING(2004, "Detection Finding", 2, "Findings"),
    INCIDENT_FINDING(2005, "Incident Finding", 2, "Findings"),
    DATA_SECURITY_FINDING(2006, "Data Security Finding", 2, "Findings"),
    ENTITY_MANAGEMENT(3004, "Entity Management", 3, "Identity & Access Management"),
    HTTP_ACTIVITY(4002, "HTTP Activity", 4, "Network Activity"),
    APPLICATION_LIFECYCLE(6002, "Application Lifecycle", 6, "Application Activity"),
    API_ACTIVITY(6003, "API Activity", 6, "Application Activity"),
    DATASTORE_ACTIVITY(6005, "Datastore Activity", 6, "Application Activity"),
    APPLICATION_ERROR(6008, "Application Error", 6, "Application Activity");

    private final int uid;
    private final String caption;
    private final int categoryUid;
    private final String categoryName;

    OcsfClass(int uid, String caption, int categoryUid, String categoryName) {
        this.uid = uid;
        this.caption = caption;
        this.categoryUid = categoryUid;
        this.categoryName = categoryName;
    }

    int uid() {
        return uid;
    }

    String caption() {
        return caption;
    }

    int categoryUid() {
        return categoryUid;
    }

    String categoryName() {
        return categoryName;
    }
}
