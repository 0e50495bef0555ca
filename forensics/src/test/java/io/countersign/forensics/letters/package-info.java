/// Tests of letters: what each kind has to say, and that no value changes a letter's form.
@NullMarked
package io.countersign.forensics.letters;

import org.jspecify.annotations.NullMarked;
