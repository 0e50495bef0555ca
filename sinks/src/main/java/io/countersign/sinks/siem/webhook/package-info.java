/// The sink that tells an HTTP address of alerts, in a text that a template makes: pagers, chats,
/// tickets. It knows templates, signatures and HTTP; it does not know what an alert means. Open
/// [Template] first, then [WebhookClient].
@NullMarked
package io.countersign.sinks.siem.webhook;

import org.jspecify.annotations.NullMarked;
