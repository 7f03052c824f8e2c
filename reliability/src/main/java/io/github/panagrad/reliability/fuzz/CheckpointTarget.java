package io.github.panagrad.reliability.fuzz;

import io.github.panagrad.nn.DivergedException;
import io.github.panagrad.nn.EarlyStopping;
import io.github.panagrad.nn.FitOptions;
import io.github.panagrad.nn.Initializer;
import io.github.panagrad.nn.Loss;
import io.github.panagrad.nn.Monitor;
import io.github.panagrad.nn.Network;
import io.github.panagrad.nn.NetworkSpec;
import io.github.panagrad.nn.Trainer;
import io.github.panagrad.nn.TrainingConfig;
import io.github.panagrad.nn.TrainingListener;
import io.github.panagrad.nn.checkpoint.CheckpointFile;
import io.github.panagrad.nn.checkpoint.Checkpoints;
import io.github.panagrad.nn.checkpoint.Interval;
import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.nn.optim.Optimizer;
import io.github.panagrad.tensor.Activation;
import io.github.panagrad.tensor.Backend;
import io.github.panagrad.tensor.DType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

/** Checkpoints, in half of the cases with a checksum that is right again: training is resumed from them, to its end. */
final class CheckpointTarget implements FuzzTarget {
    private static final int ROWS = 21;
    private static final int INPUTS = 5;
    private static final NetworkSpec SPEC =
            NetworkSpec.inputs(INPUTS).dense(3, Activation.tanh()).output(2, Loss.meanSquaredError());
    private static final Dataset DATA = data();

    private static final Pattern SUM = Pattern.compile("\"panagrad.crc32c\":\"([^\"]*)\"");
    private static final Pattern DESCRIPTION = Pattern.compile("\"panagrad.checkpoint\":\"((?:[^\"\\\\]++|\\\\.)*+)\"");
    private static final Pattern TENSOR = Pattern.compile(
            "\"([^\"]+)\":\\{\"dtype\":\"([^\"]*)\",\"shape\":\\[([^\\]]*)\\],\"data_offsets\":\\[[^\\]]*\\]\\}");

    private final List<byte[]> seeds = new ArrayList<>();

    CheckpointTarget(Path folder) throws IOException {
        for (Optimizer optimizer : List.of(Optimizer.adam(), Optimizer.lbfgs())) {
            Path checkpoints = Files.createTempDirectory(folder, "checkpoints");
            try (Network network = network();
                    Trainer trainer = new Trainer(network, config(optimizer))) {
                trainer.fit(
                        DATA,
                        options()
                                .withCheckpoints(Checkpoints.in(checkpoints, new Interval.Epochs(1)))
                                .withListener(new TrainingListener() {
                                    @Override
                                    public void onStep(int epoch, long step, long samples, double loss, double rate) {
                                        if (step == 2) {
                                            trainer.requestStop();
                                        }
                                    }
                                }));
            }
            seeds.add(Files.readAllBytes(CheckpointFile.latest(checkpoints).orElseThrow()));
        }
    }

    private static Dataset data() {
        Random random = new Random(3);
        double[][] features = new double[ROWS][INPUTS];
        double[][] targets = new double[ROWS][2];
        for (int r = 0; r < ROWS; r++) {
            for (int c = 0; c < INPUTS; c++) {
                features[r][c] = random.nextGaussian();
            }
            targets[r][0] = features[r][0] * features[r][1];
        }
        return Dataset.of(features, targets);
    }

    private static TrainingConfig config(Optimizer optimizer) {
        return TrainingConfig.defaults()
                .withOptimizer(optimizer)
                .withThreads(1)
                .withBatchSize(optimizer.equals(Optimizer.lbfgs()) ? ROWS : 8)
                .withEpochs(3);
    }

    private static Network network() {
        return Network.create(SPEC, DType.F32, Backend.JAVA, Initializer.he(), 1);
    }

    private static FitOptions options() {
        return FitOptions.none().withValidation(DATA).withEarlyStopping(EarlyStopping.of(Monitor.validationLoss(), 2));
    }

    @Override
    public String name() {
        return "checkpoint";
    }

    @Override
    public String suffix() {
        return ".safetensors";
    }

    @Override
    public List<byte[]> seeds() {
        return seeds;
    }

    @Override
    public List<String> words() {
        return List.of(
                "panagrad.checkpoint",
                "step",
                "epoch",
                "adam",
                "lbfgs",
                "best",
                "terms",
                "state",
                "F32",
                "F64",
                "shape");
    }

    @Override
    public byte[] repair(byte[] damaged, Random random) {
        return random.nextBoolean() ? withSum(ModelTarget.withLength(damaged)) : damaged;
    }

    /** Sets the checksum, as CheckpointFile computes it: description, then names, types and shapes, then the data. */
    private static byte[] withSum(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        int end = ModelTarget.headerEnd(bytes);
        Matcher sum = SUM.matcher(text);
        Matcher description = DESCRIPTION.matcher(text);
        if (end < 10 || !sum.find() || !description.find() || sum.end() > end) {
            return bytes;
        }
        CRC32C crc = new CRC32C();
        crc.update(latin(description.group(1).replace("\\\"", "\"").replace("\\\\", "\\")));
        Matcher tensors = TENSOR.matcher(text.substring(0, end));
        while (tensors.find()) {
            crc.update(latin(tensors.group(1)
                    + tensors.group(2)
                    + List.of(tensors.group(3).split(","))));
        }
        crc.update(bytes, end, bytes.length - end);
        String right = String.format("%08x", crc.getValue());
        return right.length() == sum.group(1).length()
                ? latin(text.substring(0, sum.start(1)) + right + text.substring(sum.end(1)))
                : bytes;
    }

    private static byte[] latin(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    @Override
    public void read(Path input, byte[] content) {
        Optimizer optimizer = new String(content, StandardCharsets.ISO_8859_1).contains("lbfgs")
                ? Optimizer.lbfgs()
                : Optimizer.adam();
        try (Network network = network();
                Trainer trainer = new Trainer(network, config(optimizer))) {
            trainer.fit(DATA, options().resumedFrom(input));
            ModelTarget.requireFinite(network);
        } catch (DivergedException _) {
            // Finite numbers that were changed may be too large to train with.
        }
    }
}
