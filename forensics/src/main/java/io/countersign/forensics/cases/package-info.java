/// What the privacy officer decides by: a case is a set of entries, what was written about it, and
/// what follows from both - how many patients, what of them, to whom, which notices, until when. It
/// knows the rules of 45 CFR 164.402 to 164.414 and no command, key folder or cluster. Open
/// [CaseView] first.
@NullMarked
package io.countersign.forensics.cases;

import org.jspecify.annotations.NullMarked;
