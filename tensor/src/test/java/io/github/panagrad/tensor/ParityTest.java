package io.github.panagrad.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.tensor.ops.Kernels;
import io.github.panagrad.tensor.ops.Losses;
import io.github.panagrad.tensor.ops.Members;
import io.github.panagrad.tensor.ops.Normalizations;
import io.github.panagrad.tensor.ops.Penalties;
import io.github.panagrad.tensor.ops.Waves;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The native backend against the java backend, on the same numbers. Fails where there is no native library. */
class ParityTest {
    private static final int[][] SHAPES = {{1, 1}, {3, 13}, {17, 13}, {13, 64}, {2, 207}, {3, 1031}};

    @ParameterizedTest
    @EnumSource
    void backendsAgree(DType dtype) {
        KernelSet java = new KernelSet(Backend.JAVA, dtype);
        KernelSet ours = new KernelSet(Backend.NATIVE, dtype);
        for (int[] shape : SHAPES) {
            List<KernelCall> calls = KernelCall.all(shape[0], shape[1]);
            for (KernelCall call : calls) {
                try (Slab slab = new Slab("test")) {
                    KernelCall.Prepared expected = call.prepare(java, slab);
                    KernelCall.Prepared actual = call.prepare(ours, slab);
                    expected.run();
                    actual.run();
                    // Sums of up to 1031 numbers below 1.
                    double allowed = (64 + shape[1]) * KernelSet.epsilon(dtype);
                    for (int i = 0; i < expected.tensors().size(); i++) {
                        Matrices.assertClose(
                                expected.tensors().get(i).toArray(),
                                actual.tensors().get(i),
                                allowed,
                                allowed,
                                call.name() + ", tensor " + i);
                    }
                }
            }
        }
    }

    @Test
    void theTableOfCallsLeavesNoMethodOut() {
        Set<String> called =
                KernelCall.all(3, 3).stream().map(KernelCall::method).collect(Collectors.toSet());
        Set<String> methods = new TreeSet<>(methods(Kernels.class, ""));
        methods.removeAll(Set.of(
                "dtype",
                "isFasterCopied",
                "update",
                "of",
                "traits",
                "normalizations",
                "penalties",
                "losses",
                "members",
                "waves"));
        Steps.names().forEach(name -> methods.add("updates." + name));
        methods.addAll(methods(Normalizations.class, "normalizations."));
        methods.addAll(methods(Members.class, "members."));
        methods.addAll(methods(Waves.class, "waves."));
        methods.addAll(methods(Penalties.class, "penalties."));
        methods.addAll(methods(Losses.class, ""));
        assertEquals(methods, called);
        assertTrue(methods.size() > 10);
    }

    private static Set<String> methods(Class<?> type, String prefix) {
        return Arrays.stream(type.getDeclaredMethods())
                .filter(method -> Modifier.isPublic(method.getModifiers()))
                .map(method -> prefix + method.getName())
                .collect(Collectors.toSet());
    }
}
