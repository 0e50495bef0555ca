@NullMarked
package io.countersign.forensics.reviews;

import org.jspecify.annotations.NullMarked;
