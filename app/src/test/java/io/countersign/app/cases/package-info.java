@NullMarked
package io.countersign.app.cases;

import org.jspecify.annotations.NullMarked;
