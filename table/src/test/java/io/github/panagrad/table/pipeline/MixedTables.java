package io.github.panagrad.table.pipeline;

import io.github.panagrad.schema.Role;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Random tables of all kinds of columns, with what is missing, rare and constant. */
final class MixedTables {
    private MixedTables() {}

    /**
     * Makes a table: {@code age}, {@code gain} (mostly 0), {@code member}, {@code colour} of few texts, {@code city} of many,
     * {@code same}, {@code gap} and a target.
     *
     * @param texts the number of different texts to draw from; tables with fewer lack the others
     */
    static ArrayTable random(int rows, long seed, int texts) {
        Random random = new Random(seed);
        double[] age = new double[rows];
        double[] gain = new double[rows];
        double[] member = new double[rows];
        @Nullable String[] colour = new @Nullable String[rows];
        @Nullable String[] city = new @Nullable String[rows];
        double[] gap = new double[rows];
        String[] target = new String[rows];
        for (int r = 0; r < rows; r++) {
            age[r] = random.nextInt(9) == 0 ? Double.NaN : 38 + 13 * random.nextGaussian();
            gain[r] = random.nextInt(10) == 0 ? random.nextInt(99999) : 0;
            member[r] = random.nextInt(20) == 0 ? Double.NaN : random.nextInt(2);
            colour[r] = random.nextInt(11) == 0 ? null : "colour " + random.nextInt(Math.min(texts, 7));
            city[r] = random.nextInt(50) == 0 ? null : "city " + (int) (texts * Math.pow(random.nextDouble(), 2));
            gap[r] = random.nextBoolean() ? 5 : Double.NaN;
            target[r] = random.nextBoolean() ? "yes" : "no";
        }
        return new ArrayTable()
                .numbers("age", age)
                .texts("city", city)
                .numbers("same", IntStream.range(0, rows).mapToDouble(i -> 3).toArray())
                .booleans("member", Role.FEATURE, member)
                .texts("answer", Role.TARGET, target)
                .numbers("gap", gap)
                .texts("colour", colour)
                .numbers("gain", gain)
                .numbers("row", Role.IGNORED, age);
    }
}
