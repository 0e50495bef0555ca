@NullMarked
package io.countersign.app.report;

import org.jspecify.annotations.NullMarked;
