package io.countersign.detectors.destination;

/// What a host does for its service. The words of the audit entry.
public enum HostRole {
    /// People talk to the service here; uploads belong to it.
    CHAT,
    /// Programs call the service here.
    API,
    /// Accounts, keys and workbenches.
    CONSOLE,
    /// Measurements about the use: request bodies, never prompts.
    TELEMETRY,
    /// Signing in.
    AUTH,
    /// Scripts, images, documentation.
    ASSET,
    /// No AI service at all, but a [WatchedApp].
    WATCHED
}
