@NullMarked
package io.countersign.forensics.cases;

import org.jspecify.annotations.NullMarked;
