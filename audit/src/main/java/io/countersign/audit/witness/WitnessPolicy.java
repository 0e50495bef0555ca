package io.countersign.audit.witness;

import io.countersign.audit.note.KeyType;
import io.countersign.audit.note.MalformedNoteException;
import io.countersign.audit.note.VerifierKey;
import io.countersign.audit.note.VerifierKeys;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Which logs and which witnesses somebody believes (C2SP tlog-policy), one definition a line:
///
///     log <vkey> [<url>]
///     witness <name> <vkey> [<url>]
///     group <name> all|any|<k> <member> ...
///     quorum <name>|none                        exactly once
///
/// A member is a witness or a group that was defined above. Empty lines and lines that start with
/// `#` are passed over.
///
/// @param logs keys that may sign a log
/// @param witnesses by name
/// @param groups by name, in the order of the file
/// @param quorum the witness or group whose word is needed; empty: none is
public record WitnessPolicy(
        List<VerifierKey> logs,
        Map<String, VerifierKey> witnesses,
        Map<String, Group> groups,
        Optional<String> quorum) {
    /// More definitions are refused.
    public static final int MAX_DEFINITIONS = 256;

    private static final int MAX_CHARS = 1_000_000;

    /// @param needed so many members
    /// @param members names of witnesses and groups
    public record Group(int needed, List<String> members) {
        public Group {
            members = List.copyOf(members);
            if (needed < 1 || needed > members.size()) {
                throw new IllegalArgumentException("a group needs one to all of its members");
            }
        }
    }

    public WitnessPolicy {
        logs = List.copyOf(logs);
        witnesses = new LinkedHashMap<>(witnesses);
        groups = new LinkedHashMap<>(groups);
    }

    /// The simplest policy: `needed` of these witnesses.
    public static WitnessPolicy ofQuorum(
            List<VerifierKey> logs, Map<String, VerifierKey> witnesses, int needed) {
        if (witnesses.isEmpty()) {
            return new WitnessPolicy(logs, witnesses, Map.of(), Optional.empty());
        }
        return new WitnessPolicy(
                logs,
                witnesses,
                Map.of("witnesses", new Group(needed, List.copyOf(witnesses.keySet()))),
                Optional.of("witnesses"));
    }

    /// @throws MalformedNoteException where it is no such policy
    public static WitnessPolicy parse(String text) throws MalformedNoteException {
        if (text.length() > MAX_CHARS) {
            throw new MalformedNoteException("a policy has at most 1,000,000 characters");
        }
        Reader reader = new Reader();
        for (String line : text.split("\n", -1)) {
            String definition = line.strip();
            if (!definition.isEmpty() && !definition.startsWith("#")) {
                reader.define(List.of(definition.split("[ \t]+", -1)));
            }
        }
        return reader.policy();
    }

    private static final class Reader {
        private final Set<VerifierKey> logs = new HashSet<>();
        private final Map<String, VerifierKey> witnesses = new LinkedHashMap<>();
        private final Map<String, Group> groups = new LinkedHashMap<>();
        private Optional<String> quorum = Optional.empty();

        void define(List<String> words) throws MalformedNoteException {
            if (logs.size() + witnesses.size() + groups.size() == MAX_DEFINITIONS) {
                throw new MalformedNoteException("a policy has at most 256 definitions");
            }
            int count = words.size();
            switch (words.getFirst()) {
                case "log" -> {
                    require(count == 2 || count == 3, "log is followed by a vkey and a URL");
                    require(logs.add(VerifierKey.parse(words.get(1))), "a key is listed twice");
                }
                case "witness" -> {
                    require(
                            count == 3 || count == 4,
                            "witness is followed by a name, a vkey and a URL");
                    VerifierKey key = VerifierKey.parse(words.get(2));
                    require(
                            isCosigner(key),
                            "a witness's vkey is of the types 4 and 6: one for cosignatures");
                    require(!witnesses.containsValue(key), "a key is listed twice");
                    witnesses.put(unused(words.get(1)), key);
                }
                case "group" -> {
                    require(count > 3, "group is followed by a name, a number and members");
                    List<String> members = words.subList(3, count);
                    require(
                            members.stream().allMatch(this::isDefined)
                                    && new HashSet<>(members).size() == members.size(),
                            "a group's members are defined above it, each once");
                    groups.put(
                            unused(words.get(1)),
                            new Group(needed(words.get(2), members.size()), members));
                }
                case "quorum" -> {
                    require(
                            count == 2
                                    && quorum.isEmpty()
                                    && (words.get(1).equals("none") || isDefined(words.get(1))),
                            "quorum is stated once, and names what is defined above it, or none");
                    quorum = Optional.of(words.get(1));
                }
                default ->
                        throw new MalformedNoteException(
                                "a policy's lines start with log, witness, group or quorum");
            }
        }

        private String unused(String name) throws MalformedNoteException {
            require(!name.equals("none") && !isDefined(name), "each name is defined once");
            return name;
        }

        private boolean isDefined(String name) {
            return witnesses.containsKey(name) || groups.containsKey(name);
        }

        WitnessPolicy policy() throws MalformedNoteException {
            require(quorum.isPresent(), "a policy states its quorum");
            return new WitnessPolicy(
                    List.copyOf(logs),
                    witnesses,
                    groups,
                    quorum.filter(name -> !name.equals("none")));
        }
    }

    private static int needed(String word, int members) throws MalformedNoteException {
        if (word.equals("any")) {
            return 1;
        }
        if (word.equals("all")) {
            return members;
        }
        require(word.matches("[1-9][0-9]{0,2}"), "a group needs any, all or a number of members");
        int needed = Integer.parseInt(word);
        require(needed <= members, "a group needs more members than it has");
        return needed;
    }

    private static void require(boolean condition, String sentence) throws MalformedNoteException {
        if (!condition) {
            throw new MalformedNoteException(sentence);
        }
    }

    /// True for keys that witnesses sign with.
    public static boolean isCosigner(VerifierKey key) {
        return key.is(KeyType.ED25519_COSIGNATURE) || key.is(KeyType.ML_DSA_44_COSIGNATURE);
    }

    /// True where those who cosigned are enough.
    public boolean isSatisfiedBy(Collection<VerifierKey> cosigners) {
        return quorum.isEmpty() || isSatisfied(quorum.get(), cosigners);
    }

    /// Names are defined before they are used, so this ends.
    private boolean isSatisfied(String name, Collection<VerifierKey> cosigners) {
        Group group = groups.get(name);
        if (group == null) {
            VerifierKey key = witnesses.get(name);
            return key != null && cosigners.contains(key);
        }
        return group.members().stream().filter(member -> isSatisfied(member, cosigners)).count()
                >= group.needed();
    }

    /// The keys of the witnesses.
    public VerifierKeys witnessKeys() {
        return new VerifierKeys(new ArrayList<>(witnesses.values()));
    }

    /// The policy as a file.
    public String text() {
        StringBuilder text = new StringBuilder();
        logs.forEach(key -> text.append("log ").append(key.vkey()).append('\n'));
        witnesses.forEach((name, key) ->
                text.append("witness ").append(name).append(' ').append(key.vkey()).append('\n'));
        groups.forEach((name, group) ->
                text.append("group ")
                        .append(name)
                        .append(' ')
                        .append(group.needed())
                        .append(' ')
                        .append(String.join(" ", group.members()))
                        .append('\n'));
        return text.append("quorum ").append(quorum.orElse("none")).append('\n').toString();
    }
}
