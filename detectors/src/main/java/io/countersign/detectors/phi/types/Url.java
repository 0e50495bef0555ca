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
                    "://, or www.; a query or path with a name, id or token in it",
                    "",
                    List.of("name", "id", "token", "patient", "user", "mrn", "email"),
                    "LIKELY where a parameter or path part names a person; otherwise no finding");
}
