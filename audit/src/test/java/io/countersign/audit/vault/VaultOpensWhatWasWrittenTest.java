package io.countersign.audit.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.audit.keys.SecretFile;
import io.countersign.audit.tokens.TokenKeys;
import io.countersign.schemas.Token;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VaultOpensWhatWasWrittenTest {
    private static final Instant CREATED = Instant.parse("2026-11-20T06:00:00Z");
    private static final int PATIENTS = 200;

    private final Path folder;
    private final Path file;
    private final VaultKeys keys;
    private final TokenKeys tokens;

    VaultOpensWhatWasWrittenTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        this.file = folder.resolve("patients.vault");
        this.keys = new VaultKeys(folder);
        keys.create(new SecureRandom());
        this.tokens = TokenKeys.loadOrCreate(folder.resolve("tokens.key"), new SecureRandom());
    }

    @BeforeEach
    void write() throws IOException {
        List<VaultPerson> people = new ArrayList<>();
        // The first one twice: he has moved.
        people.add(person(0, "NV"));
        for (int i = 0; i < PATIENTS; i++) {
            people.add(person(i, state(i)));
        }
        assertThat(write(people)).isEqualTo(PATIENTS);
    }

    private long write(List<VaultPerson> people) throws IOException {
        try (VaultWriter writer =
                new VaultWriter(file, keys, tokens, 2025, 3, new SecureRandom())) {
            for (VaultPerson person : people) {
                writer.add(person);
            }
            return writer.finish(CREATED);
        }
    }

    private static String state(int i) {
        return i % 3 == 0 ? "" : i % 3 == 1 ? "IL" : "TX";
    }

    private static VaultPerson person(int i, String state) {
        return new VaultPerson(
                "7" + (1_000_000 + i),
                "Roe" + i,
                "Jane",
                i + " Elm St",
                "Springfield",
                state,
                "62701",
                "US");
    }

    private Token token(int i, int year) {
        return person(i, "").token(tokens, year);
    }

    @Test
    void everyTokenOfEveryYearLeadsToItsPatient() throws IOException {
        try (VaultFile vault = VaultFile.open(file, keys)) {
            VaultFile.Names names = vault.names(keys, tokens);
            for (int i = 0; i < PATIENTS; i++) {
                Residence residence = vault.residence(token(i, 2025)).orElseThrow();
                assertThat(residence.state()).isEqualTo(state(i));
                assertThat(vault.residence(token(i, 2027))).contains(residence);
                assertThat(names.of(token(i, 2026)).orElseThrow().family()).isEqualTo("Roe" + i);
            }
            assertThat(vault.patients()).isEqualTo(PATIENTS);
            assertThat(vault.created()).isEqualTo(CREATED);
            assertThat(vault.firstYear()).isEqualTo(2025);
            assertThat(vault.lastYear()).isEqualTo(2027);
            assertThat(vault.residence(token(0, 2024))).isEmpty();
            assertThat(names.of(token(PATIENTS, 2026))).isEqualTo(Optional.empty());
        }
    }

    @Test
    void theLastRowOfAPatientCounts() throws IOException {
        try (VaultFile vault = VaultFile.open(file, keys)) {
            assertThat(vault.residence(token(0, 2026)).orElseThrow().state()).isEmpty();
        }
    }

    @Test
    void statesAreReadWithoutTheNamesKey() throws IOException {
        SecretFile.destroy(keys.names());
        try (VaultFile vault = VaultFile.open(file, keys)) {
            assertThat(vault.residence(token(1, 2026)).orElseThrow().state()).isEqualTo("IL");
            assertThatThrownBy(() -> vault.names(keys, tokens)).isInstanceOf(IOException.class);
        }
    }

    @Test
    void noByteOfItIsReadable() throws IOException {
        String all = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        assertThat(all).doesNotContain("Roe", "Springfield", "71000001", "Elm");
        assertThat(Files.getPosixFilePermissions(file))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left.map(path -> path.getFileName().toString()))
                    .containsExactlyInAnyOrder(
                            "patients.vault", "states.key", "names.key", "tokens.key");
        }
    }

    @Test
    void whatWasChangedIsRefused() throws IOException {
        byte[] whole = Files.readAllBytes(file);
        for (int at = 0; at < whole.length; at += 97) {
            byte[] changed = whole.clone();
            changed[at] ^= 1;
            Files.write(file, changed);
            assertThatThrownBy(() -> VaultFile.open(file, keys))
                    .as("byte " + at)
                    .isInstanceOf(DamagedVaultException.class);
        }
        for (int length : new int[] {0, 7, 119, 152, whole.length - 32, whole.length - 1}) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> VaultFile.open(file, keys))
                    .isInstanceOf(DamagedVaultException.class);
        }
        Files.write(file, Arrays.copyOf(whole, whole.length + 1));
        assertThatThrownBy(() -> VaultFile.open(file, keys))
                .isInstanceOf(DamagedVaultException.class);
    }

    /// Whoever writes to the file while it is open gets no further: each box has its place.
    @Test
    void swappedBoxesOpenNothing() throws IOException {
        try (VaultFile vault = VaultFile.open(file, keys);
                FileChannel channel =
                        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            VaultFile.Names names = vault.names(keys, tokens);
            long tables = Files.size(file) - 32 - 3L * PATIENTS * 32;
            swap(channel, tables + 8, tables + 32 + 8, 24);
            int broken = 0;
            for (int i = 0; i < PATIENTS; i++) {
                Token token = token(i, 2025);
                try {
                    assertThat(vault.residence(token)).isPresent();
                } catch (DamagedVaultException refused) {
                    broken++;
                }
            }
            assertThat(broken).isEqualTo(2);

            int box = ByteBuffer.wrap(read(channel, 120, 2)).getShort();
            // The first two people have boxes of one length.
            swap(channel, 122, 122 + box + 2, box);
            assertThatThrownBy(() -> names.of(token(0, 2026)))
                    .isInstanceOf(DamagedVaultException.class);
            assertThat(names.of(token(7, 2026))).isPresent();
        }
    }

    private static void swap(FileChannel channel, long one, long other, int length)
            throws IOException {
        byte[] first = read(channel, one, length);
        byte[] second = read(channel, other, length);
        channel.write(ByteBuffer.wrap(second), one);
        channel.write(ByteBuffer.wrap(first), other);
    }

    private static byte[] read(FileChannel channel, long at, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        channel.read(bytes, at);
        return bytes.array();
    }

    @Test
    void anotherKeyIsNamed() throws IOException {
        Path elsewhere = Files.createDirectory(folder.resolve("other"));
        VaultKeys others = new VaultKeys(elsewhere);
        others.create(new SecureRandom());
        assertThatThrownBy(() -> VaultFile.open(file, others))
                .hasMessageContaining("another states key");
    }

    @Test
    void aLoadReplacesTheWholeAndOneThatFailedNothing() throws IOException {
        byte[] before = Files.readAllBytes(file);
        try (VaultFile old = VaultFile.open(file, keys)) {
            try (VaultWriter cutOff =
                    new VaultWriter(file, keys, tokens, 2025, 3, new SecureRandom())) {
                cutOff.add(person(9_999, "TX"));
                assertThatThrownBy(() ->
                                new VaultWriter(file, keys, tokens, 2025, 3, new SecureRandom()))
                        .hasMessageContaining("another load");
            }
            assertThat(Files.readAllBytes(file)).isEqualTo(before);
            assertThat(write(List.of(person(9_999, "TX")))).isEqualTo(1);
            assertThat(old.residence(token(1, 2026))).isPresent();
        }
        try (VaultFile vault = VaultFile.open(file, keys)) {
            assertThat(vault.residence(token(1, 2026))).isEmpty();
            assertThat(vault.residence(token(9_999, 2026))).isPresent();
        }
    }

    @Test
    void fieldsHaveLimits() {
        assertThat(VaultPerson.fault("", List.of())).contains("has no patient id");
        assertThat(VaultPerson.fault("1".repeat(16), List.of())).isPresent();
        assertThat(VaultPerson.fault("1", List.of("é".repeat(501)))).isPresent();
        assertThat(VaultPerson.fault("1", List.of("é".repeat(500)))).isEmpty();
        assertThatThrownBy(() -> new VaultPerson("1", "Roe", "Jane", "", "", "Illinois", "", ""))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(person(1, "TX").toString()).doesNotContain("Roe");
        assertThat(UsState.of(" puerto rico ")).isEqualTo("PR");
        assertThat(UsState.of("us-ca")).isEqualTo("CA");
        assertThat(UsState.of("Ontario")).isEmpty();
    }

    /// `docs/spec/vault.md`: made by another program.
    @Test
    void theWorkedExampleOpens() throws IOException {
        Path spec = Path.of("docs/spec/vault.md");
        String text = Files.readString(Files.exists(spec) ? spec : Path.of("..").resolve(spec));
        Matcher example =
                Pattern.compile("token:\n([0-9a-f]+)\nvault:\n((?:[0-9a-f]+\n)+)").matcher(text);
        assertThat(example.find()).isTrue();
        Path place = Files.createDirectory(folder.resolve("example"));
        VaultKeys fixed = new VaultKeys(place);
        SecretFile.create(fixed.states(), VaultKeys.STATES_LABEL, counting(0));
        SecretFile.create(fixed.names(), VaultKeys.NAMES_LABEL, counting(32));
        byte[] threes = new byte[32];
        Arrays.fill(threes, (byte) 0x33);
        SecretFile.create(place.resolve("tokens.key"), TokenKeys.LABEL, threes);
        Path vaultFile =
                Files.write(
                        place.resolve("vault"),
                        HexFormat.of().parseHex(example.group(2).replace("\n", "")));
        Token token = new Token(HexFormat.of().parseHex(example.group(1)));
        try (VaultFile vault = VaultFile.open(vaultFile, fixed)) {
            assertThat(vault.residence(token)).contains(new Residence(0, "IL"));
            assertThat(
                            vault.names(fixed, TokenKeys.load(place.resolve("tokens.key")))
                                    .of(token)
                                    .orElseThrow()
                                    .fields())
                    .containsExactly(
                            "48213377",
                            "Roe",
                            "Jane Q",
                            "12 Elm St",
                            "Springfield",
                            "IL",
                            "62701",
                            "US");
        }
    }

    private static byte[] counting(int from) {
        byte[] bytes = new byte[32];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (from + i);
        }
        return bytes;
    }
}
