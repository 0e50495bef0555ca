/// Helps to wire a source: what to set at the product, what to write into the configuration, and
/// what the first record shows. It knows recipes, the text of the configuration and events; it
/// brings no record itself. Open `Recipes` first.
@org.jspecify.annotations.NullMarked
package io.countersign.app.source;
