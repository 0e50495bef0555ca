package io.countersign.detectors.phi.model;

import io.countersign.detectors.phi.engine.Lexicon;
import io.countersign.detectors.phi.engine.Tokens;
import io.countersign.detectors.phi.engine.WordClass;
import io.countersign.detectors.phi.types.InfoTypes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.CRC32C;

/// Trains the name and place model: `ModelTrainer FOLDER OUT [left-out fold]`, where FOLDER holds
/// train/, data/ and eval/ as docs/model-card.md lists them. Equal input gives an equal file.
///
/// A linear-chain conditional random field by stochastic gradient (AdaGrad) on the segments and
/// features that [NameTagger] sees, over float weights that are rounded at the end.
final class ModelTrainer {
    static final long SEED = 20261126;
    static final int BITS = 19;
    static final int GENERATED = 140_000;
    static final int EPOCHS = 6;

    /// What speaks for a person and for a place in every text, in file units: the training text
    /// holds more traps than traffic does, and a name that is missed costs more than one too many.
    private static final int PERSON_FAVOUR = 20;

    private static final int PLACE_FAVOUR = 40;

    private static final float RATE = 0.18f;
    private static final float DECAY = 2e-6f;

    /// Of a hundred updates of a named token, those that leave out what the word itself is.
    private static final int WORD_HIDDEN = 25;

    /// Of a hundred updates, those that leave out what the words beside it are.
    private static final int NEIGHBOURS_HIDDEN = 30;

    private static final int LABELS = NameModel.LABELS;
    private static final int FEATURES = SegmentFeatures.FEATURES;

    private final SegmentFeatures features = new SegmentFeatures(BITS);

    // All segments, one after the other.
    private int[] rows = new int[1 << 20];
    private byte[] gold = new byte[1 << 16];
    private byte[] gaps = new byte[1 << 16];
    private int tokenCount;
    private int[] segmentFrom = new int[1 << 16];
    private float[] segmentWeight = new float[1 << 16];
    private int segmentCount;
    private double lastLoss;

    private final Tokens tokens;
    private final float[] weights = new float[LABELS << BITS];
    private final float[] squares = new float[LABELS << BITS];
    private final byte[] seen = new byte[1 << BITS];
    private final float[] transitions = new float[NameModel.GAPS * LABELS * LABELS];
    private final float[] transitionSquares = new float[transitions.length];

    private ModelTrainer(Lexicon lexicon) {
        tokens = new Tokens(lexicon, true, true);
    }

    public static void main(String[] args) throws IOException {
        Path folder = Path.of(args[0]);
        int leftOut = args.length > 2 ? Integer.parseInt(args[2]) : -1;
        ModelTrainer trainer = new ModelTrainer(Lexicon.load(InfoTypes::words));
        trainer.collect(folder, leftOut);
        System.err.printf(
                "%,d candidate tokens in %,d segments%n", trainer.tokenCount, trainer.segmentCount);
        trainer.train();
        System.err.printf("loss %.4f a segment%n", trainer.lastLoss);
        Files.write(Path.of(args[1]), trainer.file());
    }

    /// A model of these texts alone.
    static byte[] train(Lexicon lexicon, List<LabelledText> texts) {
        ModelTrainer trainer = new ModelTrainer(lexicon);
        for (LabelledText text : texts) {
            trainer.add(text, 1f, false);
        }
        trainer.train();
        return trainer.file();
    }

    private void collect(Path folder, int leftOut) {
        TextGenerator generator =
                new TextGenerator(folder.resolve("train"), folder.resolve("data"), SEED);
        for (int i = 0; i < GENERATED; i++) {
            add(generator.next(), 1f, false);
        }
        Path ner = folder.resolve("train/ner");
        for (String name : List.of("btc", "wnut17", "wikigold", "sec")) {
            for (LabelledText text : Corpora.conll(ner.resolve(name + ".conll.gz"))) {
                add(text, 1f, true);
            }
        }
        Path eval = folder.resolve("eval");
        evaluation(eval.resolve("asq_dev.jsonl"), 2f, leftOut);
        evaluation(eval.resolve("handoffs_dev.jsonl"), 2f, leftOut);
        evaluation(eval.resolve("medquad_dev.jsonl.gz"), 0.5f, leftOut);
        evaluation(eval.resolve("arena_dev.jsonl"), 2f, leftOut);
    }

    private void evaluation(Path file, float weight, int leftOut) {
        for (Corpora.Document document : Corpora.evaluation(file)) {
            if (document.fold() != leftOut) {
                add(document.text(), weight, false);
            }
        }
    }

    private void add(LabelledText text, float weight, boolean countriesArePlaces) {
        byte[] bytes = text.utf8();
        byte[] labels = text.labels();
        tokens.open(bytes, 0, bytes.length);
        do {
            int count = tokens.last();
            int i = tokens.first();
            while (i < count) {
                if (!NameTagger.candidate(tokens, i)) {
                    i++;
                    continue;
                }
                int end = NameTagger.segmentEnd(tokens, i, count);
                if (end - i > 1 || !NameTagger.plain(tokens, i)) {
                    segment(i, end, labels, weight, countriesArePlaces);
                }
                i = end;
            }
        } while (tokens.advance());
    }

    private void segment(
            int from, int to, byte[] labels, float weight, boolean countriesArePlaces) {
        ensure(to - from + 1);
        segmentFrom[segmentCount] = tokenCount;
        segmentWeight[segmentCount] = weight;
        segmentCount++;
        segmentFrom[segmentCount] = tokenCount + to - from + 1;
        features.clear();
        int first = features.add(tokens, from, to);
        features.hash(first, to - from);
        for (int i = from; i < to; i++) {
            for (int feature = 0; feature < FEATURES; feature++) {
                int row = features.row(feature, first + i - from);
                rows[tokenCount * FEATURES + feature] = row;
                if (seen[row] < 100) {
                    seen[row]++;
                }
            }
            byte label = labels[tokens.start(i)];
            boolean free =
                    tokens.is(i, WordClass.COUNTRY | WordClass.STATE)
                            && !tokens.is(i, WordClass.CITY);
            gold[tokenCount] =
                    countriesArePlaces && label == NameModel.PLACE && free ? NameModel.NONE : label;
            gaps[tokenCount] = (byte) SegmentFeatures.gapCode(tokens, i);
            tokenCount++;
        }
        // The token after: its gap ends the segment.
        gaps[tokenCount] = (byte) SegmentFeatures.gapCode(tokens, to);
        tokenCount++;
    }

    private void ensure(int more) {
        while ((tokenCount + more) * FEATURES > rows.length) {
            rows = Arrays.copyOf(rows, rows.length + (rows.length >> 1));
        }
        while (tokenCount + more > gold.length) {
            gold = Arrays.copyOf(gold, gold.length * 2);
            gaps = Arrays.copyOf(gaps, gaps.length * 2);
        }
        if (segmentCount + 2 > segmentFrom.length) {
            segmentFrom = Arrays.copyOf(segmentFrom, segmentFrom.length * 2);
            segmentWeight = Arrays.copyOf(segmentWeight, segmentWeight.length * 2);
        }
    }

    private void train() {
        SplittableRandom random = new SplittableRandom(SEED);
        int[] order = new int[segmentCount];
        for (int i = 0; i < order.length; i++) {
            order[i] = i;
        }
        for (int epoch = 0; epoch < EPOCHS; epoch++) {
            for (int i = order.length - 1; i > 0; i--) {
                int j = random.nextInt(i + 1);
                int swap = order[i];
                order[i] = order[j];
                order[j] = swap;
            }
            double loss = 0;
            float rate = RATE * (1 - 0.85f * epoch / EPOCHS);
            for (int segment : order) {
                loss += step(segment, rate, random);
            }
            lastLoss = loss / segmentCount;
        }
    }

    private final double[] em = new double[(NameTagger.MAX_SEGMENT + 1) * LABELS];
    private final double[] alpha = new double[(NameTagger.MAX_SEGMENT + 1) * LABELS];
    private final double[] beta = new double[(NameTagger.MAX_SEGMENT + 1) * LABELS];
    private final int[] hidden = new int[NameTagger.MAX_SEGMENT + 1];
    private final double[] moves = new double[(NameTagger.MAX_SEGMENT + 1) * LABELS * LABELS];

    private static final int OWN_WORD = 1;
    private static final int NEIGHBOUR = 2;

    /// Whether a feature holds the word itself, words beside it, or neither.
    private static int lexical(int feature) {
        return switch (feature) {
            case 0, 1, 15 -> OWN_WORD;
            case 6, 7 -> OWN_WORD | NEIGHBOUR;
            case 2, 3, 4, 5, 8, 9, 10, 11, 25, 26 -> NEIGHBOUR;
            default -> 0;
        };
    }

    /// One gradient step on one segment; gives its loss.
    private double step(int segment, float rate, SplittableRandom random) {
        int from = segmentFrom[segment];
        int n = segmentFrom[segment + 1] - from - 1;
        for (int i = 0; i < n; i++) {
            hidden[i] =
                    (gold[from + i] != NameModel.NONE && random.nextInt(100) < WORD_HIDDEN
                                    ? OWN_WORD
                                    : 0)
                            | (random.nextInt(100) < NEIGHBOURS_HIDDEN ? NEIGHBOUR : 0);
            double a = 0;
            double b = 0;
            double c = 0;
            double d = 0;
            int base = (from + i) * FEATURES;
            for (int k = 0; k < FEATURES; k++) {
                if ((hidden[i] & lexical(k)) != 0) {
                    continue;
                }
                int at = rows[base + k] * LABELS;
                a += weights[at];
                b += weights[at + 1];
                c += weights[at + 2];
                d += weights[at + 3];
            }
            em[i * LABELS] = a;
            em[i * LABELS + 1] = b;
            em[i * LABELS + 2] = c;
            em[i * LABELS + 3] = d;
        }
        for (int i = 0; i <= n; i++) {
            int at = gaps[from + i] * LABELS * LABELS;
            for (int k = 0; k < LABELS * LABELS; k++) {
                moves[i * LABELS * LABELS + k] = StrictMath.exp(transitions[at + k]);
            }
        }
        // Forward and backward with a scale for each token.
        for (int i = 0; i < n; i++) {
            double top =
                    Math.max(
                            Math.max(em[i * LABELS], em[i * LABELS + 1]),
                            Math.max(em[i * LABELS + 2], em[i * LABELS + 3]));
            double sum = 0;
            for (int y = 0; y < LABELS; y++) {
                double in = 0;
                if (i == 0) {
                    in = moves[y];
                } else {
                    for (int p = 0; p < LABELS; p++) {
                        in += alpha[(i - 1) * LABELS + p] * moves[(i * LABELS + p) * LABELS + y];
                    }
                }
                double e = StrictMath.exp(em[i * LABELS + y] - top);
                em[i * LABELS + y] = e;
                alpha[i * LABELS + y] = in * e;
                sum += in * e;
            }
            for (int y = 0; y < LABELS; y++) {
                alpha[i * LABELS + y] /= sum;
            }
        }
        for (int y = 0; y < LABELS; y++) {
            beta[(n - 1) * LABELS + y] = moves[(n * LABELS + y) * LABELS];
        }
        for (int i = n - 2; i >= 0; i--) {
            double sum = 0;
            for (int y = 0; y < LABELS; y++) {
                double out = 0;
                for (int q = 0; q < LABELS; q++) {
                    out +=
                            moves[((i + 1) * LABELS + y) * LABELS + q]
                                    * em[(i + 1) * LABELS + q]
                                    * beta[(i + 1) * LABELS + q];
                }
                beta[i * LABELS + y] = out;
                sum += out;
            }
            for (int y = 0; y < LABELS; y++) {
                beta[i * LABELS + y] /= sum;
            }
        }
        float pull = rate * segmentWeight[segment];
        double loss = 0;
        for (int i = 0; i < n; i++) {
            double z = 0;
            for (int y = 0; y < LABELS; y++) {
                z += alpha[i * LABELS + y] * beta[i * LABELS + y];
            }
            int right = gold[from + i];
            double pRight = alpha[i * LABELS + right] * beta[i * LABELS + right] / z;
            loss -= StrictMath.log(Math.max(pRight, 1e-12));
            int base = (from + i) * FEATURES;
            for (int y = 0; y < LABELS; y++) {
                double p = alpha[i * LABELS + y] * beta[i * LABELS + y] / z;
                float gradient = (float) ((y == right ? 1 : 0) - p);
                if (Math.abs(gradient) < 1e-3f) {
                    continue;
                }
                for (int k = 0; k < FEATURES; k++) {
                    int row = rows[base + k];
                    if (seen[row] < 2 || (hidden[i] & lexical(k)) != 0) {
                        continue;
                    }
                    int at = row * LABELS + y;
                    squares[at] += gradient * gradient;
                    weights[at] +=
                            pull * gradient / (float) Math.sqrt(squares[at] + 0.1f)
                                    - weights[at] * DECAY;
                }
            }
            // The step into this token.
            move(i, n, pull, gaps[from + i], i == 0 ? 0 : gold[from + i - 1], right);
        }
        move(n, n, pull, gaps[from + n], gold[from + n - 1], NameModel.NONE);
        return loss;
    }

    private void move(int i, int n, float pull, int gap, int before, int right) {
        double z = 0;
        double[] p = new double[LABELS * LABELS];
        for (int a = 0; a < LABELS; a++) {
            double in = i == 0 ? (a == 0 ? 1 : 0) : alpha[(i - 1) * LABELS + a];
            for (int y = 0; y < LABELS; y++) {
                double out = i == n ? (y == 0 ? 1 : 0) : em[i * LABELS + y] * beta[i * LABELS + y];
                double value = in * moves[(i * LABELS + a) * LABELS + y] * out;
                p[a * LABELS + y] = value;
                z += value;
            }
        }
        for (int k = 0; k < p.length; k++) {
            float gradient =
                    (float) ((k == before * LABELS + right ? 1 : 0) - (z > 0 ? p[k] / z : 0));
            int at = gap * LABELS * LABELS + k;
            transitionSquares[at] += gradient * gradient;
            transitions[at] += pull * gradient / (float) Math.sqrt(transitionSquares[at] + 1f);
        }
    }

    /// The file that [NameModel] reads.
    private byte[] file() {
        int table = NameModel.HEADER + 2 * transitions.length;
        int end = table + (Long.BYTES << BITS);
        ByteBuffer out = ByteBuffer.allocate(end + Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        out.put(NameModel.MAGIC).putInt(BITS).putInt(FEATURES).putLong(NameModel.probe());
        for (int i = 0; i < transitions.length; i++) {
            int favour =
                    switch (i % LABELS) {
                        case NameModel.PERSON -> PERSON_FAVOUR;
                        case NameModel.PLACE -> PLACE_FAVOUR;
                        default -> 0;
                    };
            out.putShort((short) (Math.round(transitions[i] * NameModel.SCALE) + favour));
        }
        for (int row = 0; row < 1 << BITS; row++) {
            long packed = 0;
            for (int y = LABELS - 1; y >= 0; y--) {
                int weight = Math.round(weights[row * LABELS + y] * NameModel.SCALE);
                int lane =
                        Math.clamp(weight, -NameModel.LANE_BIAS, NameModel.LANE_BIAS)
                                + NameModel.LANE_BIAS;
                packed = packed << 16 | lane;
            }
            out.putLong(packed);
        }
        CRC32C sum = new CRC32C();
        sum.update(out.array(), 0, end);
        out.putInt((int) sum.getValue());
        return out.array();
    }
}
