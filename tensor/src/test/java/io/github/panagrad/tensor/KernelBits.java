package io.github.panagrad.tensor;

import java.util.Map;
import java.util.TreeMap;

/** A hash of the bits that each kernel of the native backend leaves behind. */
final class KernelBits {
    static final int[][] SHAPES = {{5, 37}, {3, 13}, {2, 80}};

    private KernelBits() {}

    /** Prints one line a call, {@code name=hash}. */
    public static void main(String[] arguments) {
        all().forEach((name, hash) -> System.out.println(name + "=" + hash));
    }

    static Map<String, String> all() {
        Map<String, String> hashes = new TreeMap<>();
        for (KernelSet set : KernelSet.ofNative().toList()) {
            for (int[] shape : SHAPES) {
                for (KernelCall call : KernelCall.all(shape[0], shape[1])) {
                    try (Slab slab = new Slab("test")) {
                        KernelCall.Prepared prepared = call.prepare(set, slab);
                        prepared.run();
                        String name = call.name() + " " + set.dtype() + " " + shape[0] + "x" + shape[1];
                        hashes.put(name, hash(prepared));
                    }
                }
            }
        }
        return hashes;
    }

    private static String hash(KernelCall.Prepared prepared) {
        long hash = 17;
        for (Tensor tensor : prepared.tensors()) {
            for (double[] row : tensor.toArray()) {
                for (double value : row) {
                    hash = hash * 31 + Double.doubleToLongBits(value);
                    hash ^= hash >>> 29;
                }
            }
        }
        return Long.toHexString(hash);
    }
}
