/// Small JSON documents as values, read with limits. It knows JSON's grammar through jackson-core,
/// and nothing of what a document means; large or untrusted payloads are the business of `sources`.
/// Open [io.countersign.schemas.json.Json] first.
@NullMarked
package io.countersign.schemas.json;

import org.jspecify.annotations.NullMarked;
