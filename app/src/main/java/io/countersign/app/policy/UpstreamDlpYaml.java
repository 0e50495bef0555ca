package io.countersign.app.policy;

import io.countersign.detectors.InfoType;
import io.countersign.detectors.phi.types.InfoTypes;
import io.countersign.schemas.Likelihood;
import io.countersign.schemas.PolicyUpstreamDlp;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Reads `upstream-dlp.yaml`: what the names that the site gave in the DLP of its proxies and CASBs
/// stand for.
public final class UpstreamDlpYaml {
    /// More hits than a record reports.
    private static final long MAX_HITS = 1_000_000;

    /// The file as `countersign policy init` writes it: no row, and how rows look.
    public static final String EXAMPLE =
            """
            # What the DLP of your proxies and CASBs calls things. Most of their log lines carry no text: where such a
            # line says that a dictionary matched, the rows here say what that means. `countersign judge LOG` lists the
            # names that have no row yet.
            #
            # source      the input format (docs/coverage.md); without it any
            # engine      the engine or profile            these three: at least one of them,
            # dictionary  the dictionary or rule            as the log spells it, in any case;
            # prompt_class  Zscaler's class of a prompt     all rows that match count
            # phi         info types of docs/coverage-phi.md; [] for a name that says nothing of PHI
            # likelihood  possible, likely, very_likely, certain: how often you saw it be right
            # from_hits   with fewer hits the row says nothing
            #
            # An identity (or an identifier of care, such as an MRN) and something about health, both LIKELY or more, are
            # PHI as if we had read it, with the reason PHI_REPORTED_BY_SOURCE. Else the event is for review.
            #
            # upstream_dlp:
            #   - {source: zscaler-nss-web, engine: HIPAA, dictionary: MRN Numbers, phi: [MRN], likelihood: very_likely}
            #   - {source: zscaler-nss-web, dictionary: Names, phi: [NAME], likelihood: likely, from_hits: 2}
            #   - {source: netskope-alerts, engine: HIPAA, phi: [MRN, DIAGNOSIS], likelihood: likely}
            #   - {source: umbrella-proxy, engine: DLP, phi: [NAME, DIAGNOSIS], likelihood: possible}
            #   - {source: proxysg-elff, engine: DLP, phi: [NAME, DIAGNOSIS], likelihood: possible}
            #   - {source: fortinet-web, engine: phi-sensor, phi: [MRN], likelihood: very_likely}
            #   - {source: cloudflare-gateway-http, dictionary: Block PHI, phi: [MRN], likelihood: very_likely}
            #   - {dictionary: Source Code, phi: [], likelihood: certain}
            upstream_dlp: []
            """;

    private UpstreamDlpYaml() {}

    static List<PolicyUpstreamDlp> read(String file, String text)
            throws InvalidPolicyFileException {
        YamlMap root = YamlMap.parse(file, text);
        Set<String> known =
                InfoTypes.all().stream().map(InfoType::name).collect(Collectors.toSet());
        Set<List<String>> seen = new HashSet<>();
        List<PolicyUpstreamDlp> rows = new ArrayList<>();
        for (YamlMap map : root.maps("upstream_dlp")) {
            PolicyUpstreamDlp row = row(map, known);
            if (!seen.add(name(row))) {
                throw map.fault("dictionary", "the same name twice: give it one row");
            }
            rows.add(row);
            map.done();
        }
        root.done();
        return List.copyOf(rows);
    }

    private static PolicyUpstreamDlp row(YamlMap map, Set<String> known)
            throws InvalidPolicyFileException {
        Optional<String> engine = map.optionalText("engine");
        Optional<String> dictionary = map.optionalText("dictionary");
        Optional<String> promptClass = map.optionalText("prompt_class");
        if (engine.isEmpty() && dictionary.isEmpty() && promptClass.isEmpty()) {
            throw map.fault("engine", "missing: a row names engine, dictionary or prompt_class");
        }
        if (!map.has("phi")) {
            throw map.fault("phi", "missing; [] for a name that says nothing of PHI");
        }
        List<String> types = map.texts("phi");
        for (String type : types) {
            if (!known.contains(type)) {
                throw map.fault("phi", "no info type: docs/coverage-phi.md lists them");
            }
        }
        long fromHits = map.optionalCount("from_hits").orElse(0L);
        if (fromHits > MAX_HITS) {
            throw map.fault("from_hits", "more than a million");
        }
        return PolicyUpstreamDlp.newBuilder()
                .setSource(map.optionalText("source").orElse(""))
                .setEngine(engine.orElse(""))
                .setDictionary(dictionary.orElse(""))
                .setPromptClass(promptClass.orElse(""))
                .setTypes(types)
                .setLikelihood(map.word("likelihood", Likelihood.class))
                .setFromHits((int) fromHits)
                .build();
    }

    /// What tells one row from another.
    static List<String> name(PolicyUpstreamDlp row) {
        return List.of(
                row.getSource(),
                row.getEngine().toLowerCase(Locale.ROOT),
                row.getDictionary().toLowerCase(Locale.ROOT),
                row.getPromptClass().toLowerCase(Locale.ROOT));
    }
}
