@NullMarked
package io.countersign.forensics.report;

import org.jspecify.annotations.NullMarked;
