package io.countersign.detectors.phi.types;

import io.countersign.detectors.Category;
import io.countersign.detectors.InfoType;
import java.util.List;

/// A web address that carries a person.
public final class Url {
    private Url() {}

    public static final InfoType TYPE =
            new InfoType(
                    "URL",
                    Category.N,
                    "a web address with a query parameter that names a person; a bare host name after website, site, page, blog, domain and the like, not of a government or school",
                    "",
                    List.of(
                            "name", "token", "patient", "user", "mrn", "email", "phone", "dob",
                            "member", "ssn"),
                    "LIKELY; an address without such a parameter or word is no finding");
}
