package io.github.panagrad.nn.optim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Half a cosine compared with StrictMath, and the values that must be exact. */
class HalfCosineTest {
    @Test
    void isHalfACosine() {
        assertEquals(1, HalfCosine.at(0));
        assertEquals(0, HalfCosine.at(1));
        assertEquals(0.5, HalfCosine.at(0.5), 2e-16);
        double before = 1;
        for (int i = 1; i <= 10_000; i++) {
            double share = i / 10_000.0;
            double value = HalfCosine.at(share);
            assertEquals((1 + StrictMath.cos(Math.PI * share)) / 2, value, 3e-16);
            assertTrue(value < before, "falls at " + share);
            before = value;
        }
    }

    /** Near its end it is accurate to a few units in the last place of the remaining value; 1 + cos is not. */
    @Test
    void isRelativelyRightAtTheEnd() {
        for (double left : new double[] {1e-3, 1e-6, 1e-9}) {
            double share = 1 - left;
            double exact = Math.pow(Math.sin(Math.PI / 2 * (1 - share)), 2);
            assertEquals(exact, HalfCosine.at(share), 1e-15 * exact);
        }
    }
}
