package io.countersign.audit.keys;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// Who may read a key file. Two cases are safe:
///
/// - the file is open to its owner alone;
/// - the file cannot be written by anybody, belongs to somebody else, and is readable by a group
///   that this process is in. That is how Kubernetes mounts a Secret for a pod with an `fsGroup`:
///   `root:fsGroup`, mode 0440. Its reader is neither owner nor root and cannot make it narrower.
///
/// A file that others may read or write, or that its group may write, never is. Stateless.
final class KeyFileAccess {
    /// `st_mode` of stat(2): the nine permission bits.
    private static final int PERMISSIONS = 0_777;

    private static final int FOR_GROUP_AND_OTHERS = 0_077;
    private static final int GROUP_READ = 0_040;
    private static final int ANY_WRITE_OR_EXECUTE = 0_333;

    /// proc(5); only Linux has it, and only there the second case exists.
    private static final Path PROCESS = Path.of("/proc/self/status");

    /// The kernel's own limit of supplementary groups.
    private static final int MAX_GROUPS = 65_536;

    /// @param user effective user id
    /// @param groups effective and supplementary group ids; empty where they are not known
    record Reader(int user, Set<Integer> groups) {
        Reader {
            groups = Set.copyOf(groups);
        }
    }

    private KeyFileAccess() {}

    /// @throws SecretRefusedException where somebody else may read or change the file
    static void require(Path file) throws IOException {
        Map<String, Object> stat = Files.readAttributes(file, "unix:mode,uid,gid");
        int mode = number(stat, "mode");
        if ((mode & FOR_GROUP_AND_OTHERS) == 0
                || isGroupMount(mode, number(stat, "uid"), number(stat, "gid"), process())) {
            return;
        }
        throw new SecretRefusedException(
                file,
                "is open to its group or to others; make it readable by its owner only (chmod 600)");
    }

    /// The second case.
    static boolean isGroupMount(int mode, int owner, int group, Reader process) {
        int permissions = mode & PERMISSIONS;
        return (permissions & FOR_GROUP_AND_OTHERS) == GROUP_READ
                && (permissions & ANY_WRITE_OR_EXECUTE) == 0
                && owner != process.user()
                && process.groups().contains(group);
    }

    private static int number(Map<String, Object> stat, String name) {
        if (stat.get(name) instanceof Integer number) {
            return number;
        }
        throw new IllegalStateException("this file system gives no " + name);
    }

    private static Reader process() throws IOException {
        if (!Files.isReadable(PROCESS)) {
            return new Reader(-1, Set.of());
        }
        return process(Files.readString(PROCESS, StandardCharsets.ISO_8859_1));
    }

    /// From the lines `Uid:` and `Gid:` (real, effective, saved, file system) and `Groups:`.
    static Reader process(String status) {
        int user = -1;
        Set<Integer> groups = new HashSet<>();
        for (String line : status.split("\n", -1)) {
            String[] fields = line.trim().split("\\s+", MAX_GROUPS + 2);
            switch (fields[0]) {
                case "Uid:" -> user = Integer.parseUnsignedInt(fields[2]);
                case "Gid:" -> groups.add(Integer.parseUnsignedInt(fields[2]));
                case "Groups:" -> {
                    for (int i = 1; i < fields.length; i++) {
                        groups.add(Integer.parseUnsignedInt(fields[i]));
                    }
                }
                default -> {} // the process's name, its memory and so on
            }
        }
        return new Reader(user, groups);
    }
}
