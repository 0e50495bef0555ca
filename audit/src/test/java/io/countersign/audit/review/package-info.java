@NullMarked
package io.countersign.audit.review;

import org.jspecify.annotations.NullMarked;
