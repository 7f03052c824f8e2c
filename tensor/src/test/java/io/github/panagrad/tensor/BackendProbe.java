package io.github.panagrad.tensor;

import io.github.panagrad.tensor.ops.Kernels;

/** What {@link BackendProcessTest} runs in a JVM of its own; each argument is something to do. */
final class BackendProbe {
    private BackendProbe() {}

    /** Prints what it finds, as {@code key=value}. */
    public static void main(String[] arguments) {
        for (String argument : arguments) {
            switch (argument) {
                case "vectors" -> System.out.println("vectors=" + VectorSupport.isAvailable());
                case "preferred" -> {
                    System.out.println("preferred=" + Backend.preferred());
                    System.out.println("again=" + Backend.preferred());
                }
                case "require" -> {
                    try {
                        System.out.println("require=" + Backend.require());
                    } catch (RuntimeException e) {
                        System.out.println("require=" + e.getClass().getSimpleName());
                    }
                }
                case "native" -> {
                    try {
                        Kernels.of(Backend.NATIVE, DType.F32);
                        System.out.println("native=there");
                    } catch (RuntimeException e) {
                        System.out.println("native=" + e.getClass().getSimpleName());
                        System.out.println(
                                "reason=" + String.valueOf(e.getMessage()).replace('\n', ' '));
                    }
                }
                case "compare" -> System.out.println("difference=" + largestDifference());
                case "java" -> System.out.println("java=" + product(Backend.JAVA));
                default -> throw new IllegalArgumentException(argument);
            }
        }
    }

    /** Returns the largest difference of an element between the native and the java backend, in F64. */
    private static double largestDifference() {
        double largest = 0;
        for (KernelCall call : KernelCall.all(5, 37)) {
            try (Slab slab = new Slab("probe")) {
                KernelCall.Prepared ours = call.prepare(new KernelSet(Backend.NATIVE, DType.F64), slab);
                KernelCall.Prepared java = call.prepare(new KernelSet(Backend.JAVA, DType.F64), slab);
                ours.run();
                java.run();
                for (int i = 0; i < ours.tensors().size(); i++) {
                    double[][] a = ours.tensors().get(i).toArray();
                    double[][] b = java.tensors().get(i).toArray();
                    for (int r = 0; r < a.length; r++) {
                        for (int c = 0; c < a[r].length; c++) {
                            largest = Math.max(largest, Math.abs(a[r][c] - b[r][c]));
                        }
                    }
                }
            }
        }
        return largest;
    }

    private static double product(Backend backend) {
        try (Slab slab = new Slab("probe")) {
            Tensor a = slab.allocate(DType.F32, 1, 3);
            a.fill(2);
            Tensor c = slab.allocate(DType.F32, 1, 1);
            Kernels.of(backend, DType.F32).gemm(false, true, 1, a, a, 0, c);
            return c.get(0, 0);
        }
    }
}
