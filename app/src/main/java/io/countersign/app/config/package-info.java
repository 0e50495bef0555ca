/// One YAML file as typed, checked values. It knows names, units, defaults and which settings are
/// permissive; it starts nothing and reads no environment. Open [Configuration] first.
@org.jspecify.annotations.NullMarked
package io.countersign.app.config;
