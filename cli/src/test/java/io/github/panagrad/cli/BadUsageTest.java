package io.github.panagrad.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.blas.OpenBlas;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Bad usage: exit code 2, one message that names the option and what was found, and not a file touched. */
class BadUsageTest {
    @TempDir
    Path folder;

    private static Arguments usage(String command, String... words) {
        return Arguments.of(command, words);
    }

    static Stream<Arguments> usages() {
        return Stream.of(
                usage(
                        "",
                        "expected a command",
                        "train, evaluate, predict, tune, cross-validate, range-test, plan, inspect, export, check, bench, doctor"),
                usage("trian", "'trian'", "did you mean train?"),
                usage("train --lerning-rate 1", "--lerning-rate", "did you mean --learning-rate?", "train --help"),
                usage("train extra", "'extra'"),
                usage("train --epochs", "--epochs"),
                usage("train --epochs 2 --epochs 3", "--epochs", "only once"),
                usage("train --epochs 1.5", "--epochs", "'1.5' is not a whole number"),
                usage("train --epochs 99999999999", "--epochs", "at most 2147483647"),
                usage("train --epochs 0", "--epochs must be at least 1, found 0"),
                usage("train --batch-size -3", "--batch-size must be at least 1, found -3"),
                usage("train --batch-size 2000000000", "--batch-size 2000000000: a 2000000000x2 tensor", "most"),
                usage("train --learning-rate abc", "--learning-rate", "'abc' is not a number"),
                usage("train --learning-rate -1", "--learning-rate must be a positive, finite number, found -1.0"),
                usage("train --learning-rate 0", "--learning-rate", "found 0.0"),
                usage("train --learning-rate NaN", "--learning-rate", "found NaN"),
                usage("train --learning-rate Infinity", "--learning-rate", "found Infinity"),
                usage("train --layers 0", "--layers 0", "found 0"),
                usage("train --layers 64,-1", "--layers 64,-1", "found -1"),
                usage("train --layers 64,,32", "--layers", "found ''"),
                usage("train --layers 64,x", "--layers 64,x: expected a whole number, found 'x'"),
                usage("train --layers 99999999999", "--layers", "found '99999999999'"),
                usage("train --layers 4194305", "--layers", "found 4194305"),
                usage("train --layers 4194304,4194304", "--layers", "17592186044416 weights"),
                usage("train --activation magic", "--activation", "leaky_relu", "'magic'"),
                usage("train --layers none --activation tanh", "--activation tanh has no effect"),
                usage("train --layers none --dropout 0.1", "--dropout 0.1 has no effect"),
                usage("train --dropout 1", "--dropout must be at least 0 and below 1, found 1.0"),
                usage("train --dropout NaN", "--dropout", "found NaN"),
                usage("train --dropout 0.1,0.2,0.3", "3 values", "2 hidden layers"),
                usage("train --init magic", "--init", "glorot_uniform, lecun", "'magic'"),
                usage("train --init orthogonal:0", "--init orthogonal:0", "must be positive", "found 0.0"),
                usage("train --init truncated_normal:-1", "truncated_normal: deviation", "found -1.0"),
                usage("train --bias-init NaN", "--bias-init must be a finite number, found NaN"),
                usage("train --loss huber:delta=0", "--loss huber:delta=0", "must be positive", "found 0.0"),
                usage("train --loss quantile:1", "--loss quantile:1", "above 0 and below 1", "found 1.0"),
                usage("train --loss focal:alpha=2", "--loss focal:alpha=2", "above 0 and below 1", "found 2.0"),
                usage(
                        "train --loss softmax_cross_entropy:1",
                        "label-smoothing must be at least 0 and below 1",
                        "found 1.0"),
                usage("train --class-weights even", "--class-weights even: expected a number, found 'even'"),
                usage("train --class-weights 1,-2,1", "--class-weights 1,-2,1 must be", "not negative, found -2.0"),
                usage("train --class-weights 0,0,0", "--class-weights 0,0,0: at least one must be above 0"),
                usage("train --class-weights 1", "--class-weights 1: expected balanced, or a number for each class"),
                usage("train --class-weights 1,2", "--class-weights 1,2: there are 3 classes but 2 weights"),
                usage("train --loss huber --class-weights 1,2", "--class-weights 1,2 only applies to classes"),
                usage("train --init normal:0", "--init normal:0", "found 0.0"),
                usage("train --init normal:x", "--init", "'x'"),
                usage("train --loss magic", "--loss", "binary_cross_entropy", "'magic'"),
                usage("train --optimizer magic", "--optimizer", "sgd, momentum, rmsprop, adam", "'magic'"),
                usage("train --optimizer momentum:beta=1", "--optimizer", "beta must be", "found 1.0"),
                usage("train --schedule linear", "--schedule", "constant, step, exponential, cosine", "'linear'"),
                usage("train --schedule step:gama=0.5", "unknown gama", "gamma, every"),
                usage("train --schedule step:every=2,gamma", "expected key=value, found 'gamma'"),
                usage("train --schedule step:every=2.5", "every: expected a whole number, found '2.5'"),
                usage("train --schedule step:every=0", "--schedule step:every=0", "found 0"),
                usage("train --schedule exponential:rate=-1", "--schedule exponential:rate=-1", "found -1.0"),
                usage("train --schedule cosine:min=1", "--schedule cosine:min=1", "found 1.0"),
                usage("train --schedule cosine:min=0,min=0", "min is given twice"),
                usage(
                        "train --learning-rate 1 --schedule constant:2",
                        "--learning-rate 1.0 has no effect",
                        "constant:2"),
                usage(
                        "train --learning-rate 1 --schedule warmup:3/cosine:initial=2",
                        "--learning-rate 1.0 has no effect"),
                usage("train --optimizer adam:epsilon=1e-46", "epsilon must be from 1.0E-30 to 1.0E30, found 1.0E-46"),
                usage("train --schedule constant:rate=1", "unknown rate", "known are initial"),
                usage("train --regularizer l2:-0.1", "--regularizer l2:-0.1", "lambda", "found -0.1"),
                usage("train --regularizer max_norm:NaN", "--regularizer", "found NaN"),
                usage("train --regularizer magic", "l1, elastic_net, weight_decay, max_norm", "'magic'"),
                usage("train --regularizer elastic_net:ratio=2", "ratio must be in [0, 1], found 2.0"),
                usage("train --clip global_norm:0", "--clip global_norm:0", "limit must be positive", "found 0.0"),
                usage("train --clip magic", "--clip", "none, value, norm, global_norm", "'magic'"),
                usage("train --input-dropout 1", "--input-dropout must be at least 0 and below 1, found 1.0"),
                usage("train --normalization magic", "--normalization", "none, batch_norm, layer_norm"),
                usage(
                        "train --normalization batch_norm:epsilon=0",
                        "epsilon must be from 1.0E-30 to 1.0E30, found 0.0"),
                usage(
                        "train --normalization batch_norm --batch-size 1",
                        "--normalization",
                        "batch size is 1",
                        "larger"),
                usage(
                        "plan --normalization batch_norm --batch-size 1 --data moons",
                        "--normalization",
                        "batch size is 1"),
                usage("train --normalization batch_norm:keep=1", "keep must be in [0, 1), found 1.0"),
                usage("train --skip -1", "--skip must be at least 0, found -1"),
                usage("train --layers 8,9 --skip 0,1", "skip connection of layer 1", "8 columns", "9"),
                usage("train --skip 3", "layer 0 cannot skip 3 layers"),
                usage(
                        "train --schedule step:gamma=-1",
                        "--schedule step:gamma=-1",
                        "gamma must be in (0, 1], found -1.0"),
                usage("train --schedule cosine:period=0", "period must be at least 1, found 0"),
                usage("train --schedule polynomial:power=0", "power must be positive and finite, found 0.0"),
                usage("train --schedule cosine_restarts:factor=0", "factor must be at least 1, found 0"),
                usage("train --schedule one_cycle:warmup=1", "one_cycle: warmup must be in [0, 1), found 1.0"),
                usage("train --schedule one_cycle:start-divisor=0", "start-divisor must be finite and at least 1"),
                usage("train --schedule warmup:0/cosine", "warmup: length must be at least 1, found 0"),
                usage("train --schedule warmup:3/magic", "unknown schedule 'magic'"),
                usage("train --schedule warmup:3/cosine:period=0", "period must be at least 1, found 0"),
                usage("train --schedule warmup:3/warmup:2", "cannot be followed by another warmup"),
                usage("train --schedule cosine/warmup:2", "only warmup can be followed"),
                usage("train --schedule warmup:3/", "unknown schedule ''"),
                usage("train --schedule plateau:factor=1", "factor must be in (0, 1), found 1.0"),
                usage("train --schedule plateau:patience=0", "patience must be at least 1, found 0"),
                usage("train --schedule plateau --schedule-by step", "--schedule plateau", "cannot count steps"),
                usage("train --schedule cosine --schedule-by step", "--schedule cosine", "period must be given"),
                usage("train --schedule-by batch", "--schedule-by", "epoch, step", "'batch'"),
                usage("train --optimizer adamw:weight-decay=-1", "weight-decay must be finite and not negative"),
                usage("train --optimizer adagrad:0", "adagrad: epsilon must be from 1.0E-30 to 1.0E30, found 0.0"),
                usage("train --optimizer lion:beta2=1", "lion: beta2 must be in [0, 1), found 1.0"),
                usage("train --optimizer lbfgs:history=0", "lbfgs: history must be from 1 to 1000, found 0"),
                usage("train --batch-parts 0", "--batch-parts"),
                usage("train --batch-parts 40 --batch-size 32", "the 32 rows of a batch"),
                usage("train --batch-parts 2 --optimizer lbfgs", "no effect with lbfgs"),
                usage("train --batch-parts 32 --samples 30 --batch-size 64", "training samples for the 32 parts"),
                usage("train --optimizer lbfgs --learning-rate 1", "--learning-rate 1.0 has no effect with lbfgs"),
                usage("train --optimizer lbfgs --schedule cosine", "--schedule cosine", "must be constant"),
                usage("train --optimizer lbfgs --dropout 0.5", "--optimizer lbfgs", "dropout must be 0, found 0.5"),
                usage("train --optimizer lbfgs --batch-size 7", "--optimizer lbfgs", "batch size must be at least"),
                usage("train --seed x", "--seed", "'x' is not a whole number"),
                usage("train --dtype float16", "--dtype", "float32, float64", "'float16'"),
                usage(
                        "train --backend native --blas java",
                        "--backend native contradicts --blas java",
                        "leave one of them out"),
                usage("train --backend java --blas declared", "--backend java contradicts --blas declared"),
                usage("evaluate --model DIR/no.st --data spirals --backend java --blas ./x.so", "--blas ./x.so"),
                usage("train --blas=", "--blas is empty", "auto, declared, system, java or the path"),
                usage("train --blas DIR/no.so", "--blas"),
                usage("train --backend cuda", "--backend", "native, java", "'cuda'"),
                usage("train --threads 0", "--threads", "auto or a number from 1", "'0'"),
                usage("train --threads many", "--threads", "'many'"),
                usage("train --validation 1", "--validation", "found 1.0"),
                usage("train --validation NaN", "--validation", "found NaN"),
                usage("train --samples 0", "--samples must be from 1 to 10000000, found 0"),
                usage("train --noise -1", "--noise must be a finite number and not negative, found -1.0"),
                usage("train --task regression", "--task regression only applies to tables"),
                usage("train --weight 1", "--weight only applies to tables"),
                usage("train --target 1", "--target only applies to tables"),
                usage("train --columns 1,0", "--columns only applies to tables"),
                usage("train --ignore 1", "--ignore only applies to tables"),
                usage("train --categorical 1", "--categorical only applies to tables"),
                usage("train --schema DIR/no.json", "--schema only applies to tables"),
                usage("train --delimiter ;", "--delimiter only applies to tables"),
                usage("train --header no", "--header only applies to tables"),
                usage("train --strip .", "--strip only applies to tables"),
                usage("train --scaling robust", "--scaling only applies to tables"),
                usage("train --raw-target", "--raw-target only applies to tables"),
                usage("train --test-data DIR/good.csv", "--test-data only applies to tables"),
                usage("train --validation-column 1", "--validation-column only applies to tables"),
                usage("train --data DIR/good.csv --scaling magic", "--scaling", "robust_clip, min_max", "'magic'"),
                usage("train --data DIR/good.csv --impute mode", "--impute", "mean, median", "'mode'"),
                usage("train --data DIR/good.csv --header maybe", "--header", "'maybe'"),
                usage("train --data DIR/good.csv --one-hot-limit -1", "--one-hot-limit -1", "found -1"),
                usage("train --data DIR/good.csv --min-count 0", "--min-count 0", "found 0"),
                usage("train --data DIR/good.csv --schema DIR/no.json", "DIR/no.json", "no such file"),
                usage("train --data DIR/good.csv --schema DIR/no.json --target 1", "--schema", "leave out --target"),
                usage("train --data DIR/*.tsv", "DIR/*.tsv", "spirals"),
                usage("train --data DIR/good.csv --test-data DIR/no.csv", "--test-data", "DIR/no.csv"),
                usage(
                        "train --data DIR/good.csv --validation 0.2 --validation-column 1",
                        "--validation-column and --validation both"),
                usage("train --data-store DIR/no", "--data-store DIR/no", "auto, memory, or a folder"),
                usage("train --patience 3", "--patience 3 only applies with --early-stopping"),
                usage("train --extrapolate", "--extrapolate only applies to tables"),
                usage("train --patience-growth 1", "--patience-growth 1.0 only applies with --early-stopping"),
                usage("train --temperature cold", "expected one of fitted, none"),
                usage("train --temperature fitted --folds 3", "--temperature fitted does not go with --folds"),
                usage("train --temperature fitted --validation 0", "but nothing is held back"),
                usage("train --min-delta 0.1", "--min-delta 0.1 only applies with --early-stopping"),
                usage("train --early-stopping magic", "--early-stopping magic", "roc_auc"),
                usage("train --early-stopping roc_auc --validation 0", "nothing is held back"),
                usage("train --early-stopping roc_auc --patience 0", "--patience must be at least 1, found 0"),
                usage("train --early-stopping r2", "--early-stopping r2"),
                usage("train --metric magic", "--metric magic", "roc_auc"),
                usage("train --metric f1 --validation 0", "--metric f1", "nothing is held back"),
                usage("train --ensemble 0", "--ensemble must be from 1 to 1000, found 0"),
                usage("train --checkpoint DIR/no/such/c", "--checkpoint", "there is no directory", "create it"),
                usage(
                        "train --checkpoint DIR/good.csv/c",
                        "--checkpoint",
                        "good.csv is not a directory",
                        "choose another path"),
                usage("train --checkpoint DIR/good.csv", "--checkpoint", "is not a directory", "choose another path"),
                usage("train --resume", "--resume only applies with --checkpoint"),
                usage("train --checkpoint-every 5", "--checkpoint-every 5 only applies with --checkpoint"),
                usage("train --checkpoint DIR/c --checkpoint-every 0", "--checkpoint-every", "0"),
                usage("train --checkpoint DIR/c --checkpoint-every 5h", "--checkpoint-every", "5h"),
                usage("train --checkpoint DIR/c --checkpoint-keep 0", "--checkpoint-keep must be at least 1, found 0"),
                usage("train --checkpoint DIR/c --checkpoint-failure ignore", "--checkpoint-failure", "'ignore'"),
                usage(
                        "train --checkpoint DIR/c --resume-elsewhere",
                        "--resume-elsewhere",
                        "only applies with --resume"),
                usage("train --report DIR/good.csv", "--report DIR/good.csv", "is not a folder"),
                usage("train --tensorboard DIR/good.csv/x", "--tensorboard", "is not a folder"),
                usage("train --data nothing-there", "--data nothing-there", "spirals, moons, circles, blobs"),
                usage("train --data DIR/good.csv --samples 5", "--samples 5 only applies to generated data"),
                usage("train --data DIR/good.csv --task sorting", "--task", "classification, regression", "'sorting'"),
                usage("train --data DIR/good.csv --task regression --loss softmax_cross_entropy", "does not go with"),
                usage("train --out DIR/no/m.st", "--out DIR/no/m.st", "there is no directory", "create it"),
                usage("train --out DIR", "--out DIR is a directory"),
                usage("train --metrics DIR", "--metrics DIR is a directory"),
                usage("train --metrics DIR/no/h.jsonl", "--metrics", "there is no directory"),
                usage("train --out DIR/m --metrics DIR/../DIRNAME/m", "--metrics", "--out too"),
                usage("train --data DIR/good.csv --out DIR/good.csv", "--out", "--data too"),
                usage("evaluate --data spirals", "--model"),
                usage("evaluate --model DIR/no.st", "--data is missing"),
                usage("evaluate --model DIR/no.st --data spirals", "DIR/no.st", "no such file"),
                usage("evaluate --model DIR/no.st --data spirals --split test", "--split test only applies"),
                usage("evaluate --model DIR/no.st --data DIR --split other", "--split", "test, train", "'other'"),
                usage("evaluate --model DIR/no.st --data DIR/good.csv --seed 3", "--seed 3 only applies"),
                usage("evaluate --model DIR/good.csv --data spirals", "DIR/good.csv"),
                usage("evaluate --model DIR --data spirals", "DIR", "directory"),
                usage("predict --model m --data spirals", "--out"),
                usage("predict --model DIR/no.st --data spirals --out DIR/no/p.csv", "--out", "no directory"),
                usage("predict --model DIR/good.csv --data spirals --out DIR/good.csv", "--out", "--model too"),
                usage("inspect", "--model"),
                usage("inspect --model DIR/no.st", "DIR/no.st", "no such file"),
                usage("export --model DIR/no.st", "--out"),
                usage("export --model DIR/no.st --out DIR/m.onnx", "DIR/no.st", "no such file"),
                usage("export --model DIR/good.csv --out DIR/m.onnx", "DIR/good.csv"),
                usage("export --model DIR/no.st --out DIR/no/m.onnx", "--out", "no directory"),
                usage("export --model DIR/good.csv --out DIR/good.csv", "--out", "--model too"),
                usage(
                        "export --model DIR/no.st --out DIR/m.onnx --inputs rows",
                        "--inputs",
                        "columns, grouped, tensor",
                        "'rows'"),
                usage("check --onnx DIR/m.onnx", "--onnx", "name it with --model"),
                usage("check --model DIR/m.st", "--model", "only applies with --onnx"),
                usage("check --onnx DIR/m.onnx --model DIR/m.st --l2 0", "--l2 0 has no effect with --onnx"),
                usage("check --onnx DIR/m.onnx --model DIR/m.st", "DIR/m.st", "no such file"),
                usage("check --layers 0", "--layers 0"),
                usage("check --layers 3000,3000", "--layers 3000,3000", "parameters"),
                usage("check --activation soft", "--activation"),
                usage("check --l2 -1", "--l2"),
                usage("check --dropout 0.1,0.2,0.3", "3 values"),
                usage("check --layers none --activation relu", "--activation relu has no effect"),
                usage("check --all --layers 7", "--layers 7 has no effect with --all"),
                usage("check --all --activation relu", "--activation relu has no effect with --all"),
                usage("check --loss hinge --all", "--loss hinge has no effect with --all"),
                usage("check --all --l2 0", "--l2 0 has no effect with --all"),
                usage("check --all --init he", "--init he has no effect with --all"),
                usage("check --all --batch-size 11", "--batch-size 11 has no effect with --all"),
                usage("check --all --dropout 0.5", "--dropout 0.5 has no effect with --all"),
                usage("check --all --input-dropout 0.5", "--input-dropout 0.5 has no effect with --all"),
                usage("check --all --normalization none", "--normalization none has no effect with --all"),
                usage("check --all --skip 1", "--skip 1 has no effect with --all"),
                usage("check --all --seed x", "--seed", "'x' is not a whole number"),
                usage("check --loss hinge,poisson", "--loss hinge,poisson", "several input or output layers", "scope"),
                usage("train --loss hinge,huber:delta=2", "--loss hinge,huber:delta=2", "out of scope"),
                usage("train --data DIR/good.csv --target 1,2", "target '1,2'", "good.csv", "out of scope"),
                usage(
                        "help magic",
                        "help magic: expected a topic",
                        "optimizers, schedules, losses, activations, initializers, number-embeddings, normalizations, regularizers, clipping",
                        "train, evaluate"),
                usage("help losses activations", "'activations'"),
                usage("train --data=", "--data is empty"),
                usage("bench --layers 784", "--layers 784: expected at least inputs and outputs"),
                usage("bench --layers 784,10", "--layers 784,10: expected widths such as 784-128-10", "'784,10'"),
                usage("bench --layers 784--10", "--layers 784--10", "found ''"),
                usage("bench --layers 5-0-3", "--layers 5-0-3: a layer needs 1 to", "found 0"),
                usage("bench --layers 0-3", "--layers 0-3", "found 0"),
                usage("bench --layers 5-3 --dropout 0.5", "--dropout"),
                usage("bench --batch-size 0", "--batch-size must be at least 1, found 0"),
                usage("bench --batch-size 2000000000", "--batch-size 2000000000: ", "is too large to measure"),
                usage("bench --dtype half", "--dtype", "'half'"),
                usage("bench --optimizer lbfgs", "--optimizer", "'lbfgs'"),
                usage("bench --seconds 0", "--seconds", "found 0.0"),
                usage("bench --seconds 1e9", "--seconds must be at most 3600.0, found 1.0E9"),
                usage("bench --threads 0", "--threads", "'0'"),
                usage("bench --predict --dropout 0.5", "--dropout 0.5 has no effect with --predict"),
                usage("bench --predict --threads 2", "--threads 2 has no effect with --predict"),
                usage("doctor now", "'now'"));
    }

    @ParameterizedTest
    @MethodSource("usages")
    void isOneMessageAndCode2(String command, String... words) throws IOException {
        Files.writeString(folder.resolve("good.csv"), "1,2,0\n3,4,1\n5,6,0\n7,8,1\n");
        Map<String, Long> before = Cli.content(folder);
        String place = folder.toString();
        String name = String.valueOf(folder.getFileName());
        Object[] args = command.isEmpty()
                ? new Object[0]
                : command.replace("DIRNAME", name).replace("DIR", place).split(" ", -1);
        Cli result = Cli.run(args);
        result.failed(
                2, Stream.of(words).map(word -> word.replace("DIR", place)).toArray(String[]::new));
        assertEquals("", result.out());
        assertEquals(before, Cli.content(folder));
    }

    @Test
    void writesNoTrainingOutputBeforeThePathsAreGood() throws IOException {
        Path readOnly = Files.writeString(folder.resolve("m.st"), "mine");
        assertTrue(readOnly.toFile().setWritable(false));
        Cli result = Cli.run("train", "--epochs", 1, "--out", readOnly);
        // Root may write everything; then there is nothing to refuse.
        if (!Files.isWritable(readOnly)) {
            result.failed(2, "read-only");
            assertEquals("mine", Files.readString(readOnly));
        }
    }

    @Test
    void refusesMoreThreadsThanTheLibraryBears() {
        int most = OpenBlas.load().describe().maxCallers();
        Assumptions.assumeTrue(most < 1024, "this OpenBLAS supports " + most + " callers");
        Cli.run("train", "--backend", "native", "--threads", most + 1)
                .failed(2, "--threads " + (most + 1), "called by " + most + " threads");
    }

    @Test
    void showsAStackTraceOnlyWhenAsked() {
        Cli result = Cli.run("train", "--data", "nothing-there", "--debug");
        assertEquals(2, result.code());
        assertTrue(result.err().contains("\tat io.github.panagrad"), result.err());
    }
}
