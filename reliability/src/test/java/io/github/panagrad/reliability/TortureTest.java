package io.github.panagrad.reliability;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Some minutes of every campaign, with another seed each day of the year, so that a failure can be repeated on its day:
 * {@code scripts/torture --minutes 3 --seed DAY}. {@code -Dpanagrad.torture.minutes=0.5} takes less time.
 */
class TortureTest {
    private static final double MINUTES = Double.parseDouble(System.getProperty("panagrad.torture.minutes", "3"));

    @Test
    void nothingIsFound() throws Exception {
        int seed = LocalDate.now(ZoneOffset.UTC).getDayOfYear();
        assertEquals(List.of(), Torture.run(MINUTES, seed, Path.of("target", "torture-findings")));
    }
}
