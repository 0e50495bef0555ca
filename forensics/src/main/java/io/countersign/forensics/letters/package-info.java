/// What goes out because of a case: letters to patients, notices, requests and questions, as
/// templates with fields that the case fills. It knows a case as it stands and the elements that
/// the rules ask for; names come from whoever may open the vault, and nothing is sent. Open
/// [LetterKind] first.
@NullMarked
package io.countersign.forensics.letters;

import org.jspecify.annotations.NullMarked;
