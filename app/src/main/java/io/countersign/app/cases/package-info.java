/// Cases of an installation: their folder and keys, how a step gets on record, and the clocks of
/// states. It knows files and the request for an entry; what a case comes to is `forensics`'. Open
/// [CaseDesk] first.
@NullMarked
package io.countersign.app.cases;

import org.jspecify.annotations.NullMarked;
