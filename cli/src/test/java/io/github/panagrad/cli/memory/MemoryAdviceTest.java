package io.github.panagrad.cli.memory;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.error.InvalidInputException;
import io.github.panagrad.nn.Loss;
import io.github.panagrad.nn.MemoryPlan;
import io.github.panagrad.nn.NetworkSpec;
import io.github.panagrad.nn.TrainingConfig;
import io.github.panagrad.nn.optim.Optimizer;
import io.github.panagrad.tensor.Activation;
import io.github.panagrad.tensor.Backend;
import io.github.panagrad.tensor.DType;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class MemoryAdviceTest {
    private static MemoryRequest request(int batchSize, DataSize data) {
        NetworkSpec spec = NetworkSpec.inputs(1000)
                .dense(3000, Activation.relu())
                .dense(3000, Activation.relu())
                .output(10, Loss.softmaxCrossEntropy());
        // Three values of state for each parameter: without them less is left than with half the bytes of each.
        TrainingConfig config = TrainingConfig.defaults()
                .withOptimizer(Optimizer.choices().parse("amsgrad"))
                .withBatchSize(batchSize);
        return new MemoryRequest(spec, DType.F64, Backend.JAVA, config, 1, 1, 1, data);
    }

    private static List<String> remedies(MemoryRequest request, long limit) {
        return new MemoryAdvice(request, new MemoryLimit(limit, MemoryLimit.Source.MACHINE)).remedies(request.memory());
    }

    @Test
    void namesOnlyWhatWouldFit() {
        MemoryRequest request = request(64, DataSize.NONE);
        long total = request.memory().total();
        long float32 = request.withFloat32().memory().total();
        long sgd = request.withSgd().memory().total();
        assertTrue(sgd < float32 && float32 < total);
        List<String> both = remedies(request, float32);
        assertTrue(both.stream().anyMatch(text -> text.startsWith("--dtype float32 (")), both::toString);
        assertTrue(both.stream().anyMatch(text -> text.startsWith("--optimizer sgd (")), both::toString);
        List<String> one = remedies(request, sgd);
        assertFalse(one.stream().anyMatch(text -> text.startsWith("--dtype")), one::toString);
        assertTrue(one.stream().anyMatch(text -> text.startsWith("--optimizer sgd (")), one::toString);
        List<String> together = remedies(request, sgd - 1_000_000);
        assertTrue(together.getFirst().startsWith("--dtype float32 --optimizer sgd ("), together::toString);
        List<String> none = remedies(request, 100_000_000);
        assertEquals("use smaller layers", none.getFirst());
        assertTrue(none.getLast().startsWith("give it "), none::toString);
    }

    @Test
    void findsTheLargestBatchOfHalvesThatFits() {
        MemoryRequest request = request(65_536, DataSize.NONE);
        long limit = request.withBatchSize(8192).memory().total();
        assertTrue(remedies(request, limit).getFirst().startsWith("--batch-size 8192 ("));
        assertTrue(remedies(request, limit - 1_000_000).getFirst().startsWith("--batch-size 4096 ("));
    }

    @Test
    void countsTheRowsThatFit() {
        DataSize data = DataSize.of(1_000_000, 1000, DType.F64, 0);
        assertEquals(1_000_000L * (8000 + 8), data.bytes());
        MemoryRequest request = request(64, data);
        long limit = request.memory().total() - data.rowBytes() * 1000;
        List<String> remedies = remedies(request, limit);
        assertTrue(remedies.contains("at most 999,000 rows"), remedies::toString);
        assertTrue(remedies.stream().anyMatch(text -> text.startsWith("--data-store FOLDER")), remedies::toString);
    }

    @Test
    void inputsInAFileTakeNoMemory() {
        DataSize data = DataSize.of(1_000_000, 1000, DType.F64, 3).mapped();
        assertEquals(1_000_000L * (3 * 8 + 8), data.bytes());
        MemoryRequest request = request(64, data);
        List<String> remedies = remedies(request, request.memory().total() - 1000 * data.rowBytes());
        assertTrue(remedies.contains("at most 999,000 rows"), remedies::toString);
        assertFalse(remedies.stream().anyMatch(text -> text.contains("--data-store")), remedies::toString);
    }

    @Test
    void countsTheKeptParametersAndAllNetworks() {
        MemoryRequest one = request(64, DataSize.NONE);
        MemoryPlan plan = one.memory().plan();
        MemoryRequest more =
                new MemoryRequest(one.spec(), one.dtype(), one.backend(), one.config(), 5, 1, 1, one.data());
        assertEquals(
                Map.of("parameters", 5 * plan.parameters(), "kept parameters", plan.parameters()),
                more.memory().parts().entrySet().stream()
                        .filter(part -> part.getKey().endsWith("parameters"))
                        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
        assertEquals(one.memory().least() + 4 * plan.parameters(), more.memory().least());
        assertTrue(
                more.memory().describe().contains("5 networks"), more.memory().describe());
    }

    @Test
    void refusesWhatCannotBeAndBearsWhatMayBe() {
        MemoryRequest request = request(64, DataSize.NONE);
        TrainingMemory memory = request.memory();
        MemoryLimit narrow = new MemoryLimit(memory.total() - 1, MemoryLimit.Source.CGROUP_V2);
        assertFalse(memory.fits(narrow));
        assertDoesNotThrow(() -> new MemoryAdvice(request, narrow).require(memory));
        MemoryLimit less = new MemoryLimit(memory.least() - 1, MemoryLimit.Source.CGROUP_V2);
        String message = assertThrows(
                        InvalidInputException.class, () -> new MemoryAdvice(request, less).require(memory))
                .getMessage();
        assertTrue(String.valueOf(message).contains("this container has "), message);
        assertTrue(String.valueOf(message).contains("cgroup v2"), message);
    }

    @Test
    void doesNotOverflow() {
        DataSize huge = DataSize.of(Long.MAX_VALUE / 2, 1_000_000, DType.F64, 3);
        assertEquals(Long.MAX_VALUE, huge.bytes());
        assertEquals(Long.MAX_VALUE, request(64, huge).memory().total());
    }

    @Test
    void tellsAContainerFromAMachine() {
        OptionalLong machine = OptionalLong.of(16_000);
        assertEquals(
                MemoryLimit.Source.MACHINE,
                MemoryLimit.of(16_000, machine, true).source());
        assertEquals(
                MemoryLimit.Source.CGROUP_V2,
                MemoryLimit.of(15_999, machine, true).source());
        assertEquals(
                MemoryLimit.Source.CGROUP_V1,
                MemoryLimit.of(1000, machine, false).source());
        assertEquals(
                MemoryLimit.Source.MACHINE,
                MemoryLimit.of(1000, OptionalLong.empty(), true).source());
        assertTrue(MemoryLimit.find().bytes() > 100_000_000);
    }
}
