@NullMarked
package io.countersign.forensics.query;

import org.jspecify.annotations.NullMarked;
