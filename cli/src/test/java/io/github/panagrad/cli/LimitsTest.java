package io.github.panagrad.cli;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.cli.model.HeapRoom;
import io.github.panagrad.error.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What allocates memory has a bound, is in the plan, and is refused at once with exit code 2 where it is too much. */
class LimitsTest {
    private static final int MANY = 60_000;

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "train --samples 300 --optimizer lbfgs:history=100000000",
                "plan --layers 2-3-2 --optimizer lbfgs:history=100000000",
                "train --samples 2147483647",
                "train --samples 300 --batch-size 2147483647",
                "train --samples 300 --ensemble 2147483647",
                "train --samples 300 --threads 2147483647",
                "train --samples 300 --layers 2147483647",
                "train --samples 300 --metric calibration_error:bins=2147483647",
                "cross-validate --samples 300 --folds 2147483647",
                "range-test --samples 300 --steps 2147483647",
                "check --batch-size 2147483647",
                "check --layers 2147483647",
                "bench --batch-size 2147483647",
                "plan --layers 784-10 --rows 9223372036854775807",
            })
    void numbersThatNoMachineCanServe(String command) {
        Cli refused =
                assertTimeoutPreemptively(Duration.ofSeconds(60), () -> Cli.run((Object[]) command.split(" ", -1)));
        refused.failed(2, "--");
    }

    /** The history of L-BFGS is on the heap, which the plan must know: 1000 changes of a million parameters are 16 GB. */
    @Test
    void aPlanCountsTheHistoryOfLbfgs() {
        String[] plan = {"plan", "--layers", "1000-1000-10", "--optimizer", "lbfgs:history=10", "--json"};
        String json = Cli.run((Object[]) plan).done().out();
        long parameters = 1000 * 1000 + 1000 + 1000 * 10 + 10;
        assertTrue(json.contains("\"heap\":" + (2 * 10 + 11) * parameters * 8 + ","), json);
        Cli.run("plan", "--layers", "10000-10000-10", "--optimizer", "lbfgs:history=1000")
                .failed(2, "--optimizer lbfgs", "on the heap", "lbfgs:history=N", "-Xmx");
    }

    /** A table of classes, each twice. */
    private Path classes(int count) throws IOException {
        StringBuilder text = new StringBuilder("x,y\n");
        for (int r = 0; r < 2 * count; r++) {
            text.append(r % 97).append(",k").append(r % count).append('\n');
        }
        return Files.writeString(folder.resolve("classes.csv"), text);
    }

    /** Half of the rows with a prediction for each of 60,000 classes are 29 GB. */
    @Test
    void manyClassesAreRefusedBeforeTraining() throws IOException {
        Path data = classes(MANY);
        for (String command : new String[] {"train", "plan"}) {
            Cli refused = assertTimeoutPreemptively(
                    Duration.ofSeconds(60),
                    () -> Cli.run(command, "--data", data, "--epochs", 1, "--layers", 2, "--validation", 0.5));
            refused.failed(2, "60,000 rows held back", "60,000 outputs", "28.8 GB on the heap", "hold fewer rows back");
        }
    }

    @Test
    void predictionsThatTheHeapCannotHoldAreRefusedBeforeTheyAreMade() {
        HeapRoom.require(1_000, 10);
        InvalidInputException refused =
                assertThrows(InvalidInputException.class, () -> HeapRoom.require(1_000_000_000, MANY));
        assertTrue(String.valueOf(refused.getMessage()).contains("evaluate fewer rows at once"), refused::toString);
    }

    @Test
    void manyClassesAreTrainedAndEvaluatedWhereTheyFit() throws IOException {
        Path data = classes(2000);
        Path model = folder.resolve("m.st");
        Object[] train = {
            "train",
            "--data",
            data,
            "--epochs",
            1,
            "--layers",
            2,
            "--batch-size",
            512,
            "--validation",
            0.02,
            "--out",
            model
        };
        Cli.run(train).done();
        Cli evaluated = Cli.run(
                        "evaluate",
                        "--model",
                        model,
                        "--data",
                        Files.writeString(folder.resolve("few.csv"), "x,y\n1,k7\n2,k8\n3,k9\n"))
                .done();
        assertTrue(evaluated.out().contains("among 2000 classes"), evaluated.out());
    }
}
