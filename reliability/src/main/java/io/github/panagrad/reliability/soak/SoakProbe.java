package io.github.panagrad.reliability.soak;

import io.github.panagrad.nn.FitOptions;
import io.github.panagrad.nn.Initializer;
import io.github.panagrad.nn.Loss;
import io.github.panagrad.nn.Network;
import io.github.panagrad.nn.NetworkSpec;
import io.github.panagrad.nn.Trainer;
import io.github.panagrad.nn.TrainingConfig;
import io.github.panagrad.nn.TrainingListener;
import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.nn.optim.Schedule;
import io.github.panagrad.tensor.Activation;
import io.github.panagrad.tensor.Backend;
import io.github.panagrad.tensor.DType;
import io.github.panagrad.tensor.Slab;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/** The JVM that trains without end, see {@link SoakCampaign}. */
final class SoakProbe {
    /** Many, because the history of a training grows with each epoch. */
    private static final int ROWS = 1 << 14;

    private static final int INPUTS = 10;

    /** The memory of the process is compared from the time on at which everything was compiled. */
    private static final double WARM = 0.25;

    private SoakProbe() {}

    /**
     * Prints the steps, the resident memory in kB when it was warm and at the end, and the bytes outside of the heap that are left.
     *
     * @param args the seconds and the seed
     */
    public static void main(String[] args) {
        TrainingConfig config = TrainingConfig.defaults()
                .withSchedule(new Schedule.Constant(1e-4))
                .withBatchSize(8)
                .withThreads(1)
                .withEpochs(Integer.MAX_VALUE);
        Watch watch;
        try (Network network = Network.create(spec(), DType.F32, Backend.NATIVE, Initializer.he(), 1);
                Trainer trainer = new Trainer(network, config)) {
            watch = new Watch(Double.parseDouble(args[0]), trainer);
            trainer.fit(
                    data(new Random(Long.parseLong(args[1]))), FitOptions.none().withListener(watch));
        }
        System.out.println(
                SoakCampaign.RESULT + watch.steps + " " + watch.first + " " + watch.last + " " + Slab.totalBytes());
    }

    private static NetworkSpec spec() {
        return NetworkSpec.inputs(INPUTS).dense(16, Activation.relu(), 0.1).output(3, Loss.softmaxCrossEntropy());
    }

    private static Dataset data(Random random) {
        double[][] features = new double[ROWS][INPUTS];
        int[] labels = new int[ROWS];
        for (int r = 0; r < ROWS; r++) {
            for (int c = 0; c < INPUTS; c++) {
                features[r][c] = random.nextGaussian();
            }
            labels[r] = random.nextInt(3);
        }
        return Dataset.of(features, labels);
    }

    /** Counts steps, and reads the memory of the process when it is warm and at the end. */
    private static final class Watch implements TrainingListener {
        private final long warm;
        private final long end;
        private final Trainer trainer;
        private long steps;
        private long first;
        private long last;

        Watch(double seconds, Trainer trainer) {
            this.trainer = trainer;
            warm = System.nanoTime() + (long) (seconds * WARM * 1e9);
            end = System.nanoTime() + (long) (seconds * 1e9);
        }

        @Override
        public void onStep(int epoch, long step, long samples, double loss, double learningRate) {
            steps = step;
            if (step % 4096 != 0) {
                return;
            }
            boolean over = System.nanoTime() - end > 0;
            if (first == 0 && System.nanoTime() - warm > 0) {
                first = resident();
            }
            if (over) {
                last = resident();
                trainer.requestStop();
            }
        }

        /** Returns the resident memory of this process in kB, or 0 where the system does not say. */
        private static long resident() {
            System.gc();
            try {
                for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
                    if (line.startsWith("VmRSS:")) {
                        return Long.parseLong(line.replaceAll("\\D", ""));
                    }
                }
            } catch (IOException _) {
                // Not on Linux.
            }
            return 0;
        }
    }
}
