@NullMarked
package io.countersign.forensics.periodic;

import org.jspecify.annotations.NullMarked;
