package io.github.panagrad.tensor.generator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the generator makes of small sources, and how it refuses what it does not understand. */
class KernelGeneratorTest {
    private static final String MACROS = """
            package p;

            import java.util.List;
            import jdk.incubator.vector.FloatVector;

            final class Macros {
                static <T> T perType(T forFloat, Object forDouble) {
                    return forFloat;
                }

                static FloatVector half(FloatVector x) {
                    FloatVector y = x.mul(0.5f);
                    return y.add(List.of(y).size());
                }

                static FloatVector quarter(FloatVector x) {
                    FloatVector h = Macros.half(x);
                    return Macros.half(h);
                }
            }
            """;

    @TempDir
    private Path module;

    private SortedMap<String, String> generate(String kernel) throws IOException {
        Path folder =
                Files.createDirectories(module.resolve(KernelGenerator.SOURCES).resolve("p"));
        Files.writeString(folder.resolve("Macros.java"), MACROS);
        Files.writeString(folder.resolve("Kernel.java"), kernel);
        return KernelGenerator.generate(module);
    }

    private static String body(String... statements) {
        return "package p;\n\nfinal class Kernel {\n    void run() {\n        " + String.join("\n        ", statements)
                + "\n    }\n}\n";
    }

    private String inDouble(String statement) throws IOException {
        String text = generate(body(statement)).get("p/KernelF64.java");
        String[] lines = text.substring(text.indexOf("run() {\n") + 8, text.lastIndexOf("\n    }\n"))
                .split("\n");
        return String.join(" ", lines).strip().replaceAll(" +", " ");
    }

    @Test
    void aKernelBecomesOneOfEachType() throws IOException {
        SortedMap<String, String> files = generate(body("float x = 1f;"));
        assertEquals(Set.of("p/KernelF32.java", "p/KernelF64.java"), files.keySet());
        assertTrue(files.get("p/KernelF32.java").contains("final class KernelF32 {"));
        assertTrue(files.get("p/KernelF32.java").contains("float x = 1f;"));
        assertTrue(files.get("p/KernelF64.java").contains("final class KernelF64 {"));
        assertTrue(files.get("p/KernelF64.java").contains("double x = 1.0;"));
    }

    @Test
    void literalsCastsAndNamesAreExchanged() throws IOException {
        assertEquals("double x = a * 0.5 + 0x1p-3;", inDouble("float x = (float) a * 0.5f + 0x1p-3f;"));
        assertEquals("int mask = 0xff; long l = 1L << 3;", inDouble("int mask = 0xff; long l = 1L << 3;"));
        assertEquals("String s = \"float 1f\";", inDouble("String s = \"float 1f\";"));
        assertEquals(
                "long bits = Double.doubleToRawLongBits(x);",
                inDouble("@Macros.Bits int bits = Float.floatToRawIntBits(x);"));
        assertEquals("Object o = Rows.Storage.F64;", inDouble("Object o = Rows.Storage.F32;"));
        assertEquals("// two doubles", inDouble("// two floats"));
    }

    @Test
    void whatIsSaidForATypeIsLeftAsItIs() throws IOException {
        assertEquals(
                "double x = 0.1 + g(JAVA_FLOAT, 2);",
                inDouble("float x = Macros.perType(0.1f, 0.1 + g(JAVA_FLOAT, 2));"));
    }

    @Test
    void aMacroIsWrittenOutWithVariablesOfItsOwn() throws IOException {
        assertEquals(
                "DoubleVector eHY = v.mul(0.5); DoubleVector eH = eHY.add(List.of(eHY).size());"
                        + " DoubleVector eY = eH.mul(0.5); DoubleVector e = eY.add(List.of(eY).size());",
                inDouble("FloatVector e = Macros.quarter(v);"));
        assertEquals(
                "DoubleVector eX = v.abs(); DoubleVector eY = eX.mul(0.5); e = eY.add(List.of(eY).size());",
                inDouble("e = Macros.half(v.abs());"));
        String text = generate(body("FloatVector e = Macros.half(v);")).get("p/KernelF64.java");
        assertTrue(text.contains("import java.util.List;\nimport jdk.incubator.vector.DoubleVector;\n"), text);
    }

    @Test
    void coefficientsAreConstantsOfTheirOwn() throws IOException {
        String kernel = """
                package p;

                final class Kernel {
                    private static final float[] C =
                            Macros.perType(new float[] {1f, 2f}, new double[] {1.0, 2.0, 3.0});

                    float run(float x) {
                        float y = Macros.horner(x, C);
                        return y;
                    }
                }
                """;
        SortedMap<String, String> files = generate(kernel);
        assertTrue(files.get("p/KernelF32.java").contains("float y = Math.fma(C_1, x, C_0);"));
        String twin = files.get("p/KernelF64.java");
        assertTrue(twin.contains("    private static final double C_2 = 3.0;\n"), twin);
        assertTrue(twin.contains("double y = Math.fma(C_2, x, C_1);\n        y = Math.fma(y, x, C_0);\n"), twin);
    }

    @Test
    void whatItCannotDoIsRefusedWithThePlace() {
        assertRefused("there is no macro other", "e = Macros.other(v);");
        assertRefused("expected 1 arguments, found 2", "e = Macros.half(v, w);");
        assertRefused("a macro fills a variable", "e = Macros.half(v).abs();");
        assertRefused("a macro fills a variable", "run(Macros.half(v));");
        assertRefused("there are no coefficients Kernel.C", "float e = Macros.horner(v, C);");
        assertRefused("0.1234567f is rounded to float", "float e = 0.1234567f;");
        assertRefused("expected one value for each of [F32, F64]", "float e = Macros.perType(1f);");
        assertRefused("a bracket is never closed", "float e = Macros.perType(1f, 2;");
    }

    private void assertRefused(String message, String statement) {
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> generate(body("int a;", statement)));
        assertTrue(e.getMessage().contains("Kernel.java:6: " + message), e.getMessage());
    }
}
