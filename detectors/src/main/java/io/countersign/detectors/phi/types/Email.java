package io.countersign.detectors.phi.types;

import io.countersign.detectors.Category;
import io.countersign.detectors.InfoType;
import java.util.List;

/// An e-mail address.
public final class Email {
    private Email() {}

    public static final InfoType TYPE =
            new InfoType(
                    "EMAIL",
                    Category.F,
                    "local part, @, two or more labels; the last of letters",
                    "",
                    List.of(),
                    "VERY_LIKELY; POSSIBLE for role mailboxes such as info@ or noreply@");
}
