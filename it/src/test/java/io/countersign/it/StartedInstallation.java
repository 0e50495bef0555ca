package io.countersign.it;

import io.countersign.app.broker.TopicSetup;
import io.countersign.app.config.Configuration;
import io.countersign.app.role.Connectors;
import io.countersign.app.role.Installation;
import io.countersign.schemas.PolicyDocument;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// An installation as `countersign up` starts it, with a broker of its own. What it warns of goes
/// to the log.
final class StartedInstallation {
    private static final Logger LOG = LoggerFactory.getLogger(StartedInstallation.class);

    private StartedInstallation() {}

    /// Without a sink, whatever the configuration says.
    static Installation withoutSinks(Configuration configuration, PolicyDocument policy)
            throws Exception {
        return withoutSinks(configuration, policy, InstantSource.system());
    }

    /// The same at another time.
    static Installation withoutSinks(
            Configuration configuration, PolicyDocument policy, InstantSource clock)
            throws Exception {
        return start(configuration, policy, Map.of(), clock);
    }

    /// With the sinks of the configuration.
    static Installation withSinks(Configuration configuration, PolicyDocument policy)
            throws Exception {
        return start(configuration, policy, Connectors.of(configuration), InstantSource.system());
    }

    /// With its archive, and without a sink.
    static Installation withArchive(Configuration configuration, PolicyDocument policy)
            throws Exception {
        Map<String, Map<String, String>> archive =
                new HashMap<>(Connectors.withArchive(configuration, true));
        archive.keySet().retainAll(Set.of(Configuration.Archive.NAME));
        return start(configuration, policy, archive, InstantSource.system());
    }

    private static Installation start(
            Configuration configuration,
            PolicyDocument policy,
            Map<String, Map<String, String>> connectors,
            InstantSource clock)
            throws Exception {
        return Installation.start(
                configuration,
                "test",
                Optional.empty(),
                policy,
                TopicSetup.Flush.WITH_REPLICAS,
                connectors,
                clock,
                step -> {},
                LOG::warn);
    }
}
