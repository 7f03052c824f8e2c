package io.github.panagrad.nn.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.tensor.Activation;
import io.github.panagrad.tensor.Tensor;
import io.github.panagrad.tensor.kernel.LossSum;
import io.github.panagrad.tensor.ops.Kernels;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The plan covers everything once, for 1 to 64 threads and networks from tiny to wide. */
class StepPlanTest {
    private static final int[][] WIDTHS = {
        {1, 1}, {20, 64, 64, 1}, {784, 128, 10}, {784, 512, 256, 10}, {1024, 2048, 2048, 1000}, {3, 100_000, 7}
    };
    private static final int[] ROWS = {1, 2, 31, 32, 33, 100, 128, 512, 8192};

    private static Architecture spec(int[] widths) {
        List<RowLayer> layers = new ArrayList<>();
        for (int l = 1; l < widths.length; l++) {
            layers.add(new DenseLayer(
                    widths[l - 1],
                    widths[l],
                    Activation.relu(),
                    new Standardization.None(),
                    0,
                    0,
                    MemberAdapters.NONE));
        }
        return new Architecture(widths[0], List.of(), 0, layers, new NoLoss());
    }

    /** Plans do not ask for it. */
    private record NoLoss() implements BatchLoss {
        @Override
        public boolean takesLabels() {
            return false;
        }

        @Override
        public double divisor(int rows, int outputs) {
            return rows;
        }

        @Override
        public void apply(
                Kernels kernels, Tensor logits, TargetBlock targets, double divisor, Tensor delta, LossSum sum) {}

        @Override
        public void predict(Kernels kernels, Tensor logits) {}
    }

    @Test
    void coversEverythingOnce() {
        for (int[] widths : WIDTHS) {
            for (int rows : ROWS) {
                for (int threads = 1; threads <= 64; threads++) {
                    check(spec(widths), rows, StepPlan.forThreads(spec(widths), rows, threads));
                }
                check(spec(widths), rows, StepPlan.fixed(spec(widths), rows));
            }
        }
    }

    private static void check(Architecture spec, int rows, StepPlan plan) {
        int next = 0;
        for (StepPlan.Shard shard : plan.shards()) {
            assertEquals(next, shard.from());
            assertTrue(shard.rows() > 0, plan::toString);
            next = shard.to();
        }
        assertEquals(rows, next);
        for (int l = 0; l < plan.blocks().size(); l++) {
            int column = 0;
            for (StepPlan.Block block : plan.blocks().get(l)) {
                assertEquals(column, block.from());
                assertEquals(0, block.from() % 64);
                assertTrue(block.to() > block.from(), plan::toString);
                column = block.to();
            }
            assertEquals(spec.layer(l).outputs(), column);
        }
        List<StepPlan.Tile> tiles = new ArrayList<>(plan.tiles());
        tiles.sort(Comparator.comparingInt(StepPlan.Tile::layer).thenComparingInt(StepPlan.Tile::from));
        int tile = 0;
        for (int l = 0; l < spec.layers().size(); l++) {
            int unit = 0;
            while (unit < spec.layer(l).outputs()) {
                StepPlan.Tile t = tiles.get(tile++);
                assertEquals(l, t.layer());
                assertEquals(unit, t.from());
                assertTrue(t.units() > 0, plan::toString);
                long elements = (long) t.units() * spec.layer(l).inputs();
                assertTrue(elements <= StepPlan.MAX_TILE_ELEMENTS || t.units() == 1, plan::toString);
                unit = t.to();
            }
            assertEquals(spec.layer(l).outputs(), unit);
        }
        assertEquals(tiles.size(), tile);
    }

    @Test
    void aShardIsNeverCutBelowItsMinimum() {
        Architecture spec = spec(WIDTHS[2]);
        assertEquals(1, StepPlan.forThreads(spec, 63, 64).shards().size());
        assertEquals(2, StepPlan.forThreads(spec, 64, 64).shards().size());
        assertEquals(4, StepPlan.forThreads(spec, 128, 64).shards().size());
        assertEquals(2, StepPlan.forThreads(spec, 8192, 2).shards().size());
    }

    @Test
    void columnsAreCutWhereRowsAreFew() {
        Architecture wide = spec(WIDTHS[4]);
        assertTrue(StepPlan.forThreads(wide, 16, 1).blocks().isEmpty(), "one thread");
        assertEquals(3, StepPlan.forThreads(wide, 16, 2).blocks().size());
        assertEquals(8, StepPlan.forThreads(wide, 128, 8).blocks().getFirst().size());
        assertTrue(StepPlan.forThreads(spec(WIDTHS[1]), 32, 4).blocks().isEmpty(), "too little work");
    }

    @Test
    void columnsAreCutWhereWeightsAreManyForTheBatch() {
        assertEquals(2, StepPlan.forThreads(spec(WIDTHS[3]), 128, 2).blocks().size(), "not the 10 outputs");
        assertEquals(1, StepPlan.forThreads(spec(WIDTHS[2]), 128, 2).blocks().size());
        assertTrue(StepPlan.forThreads(spec(WIDTHS[2]), 1024, 2).blocks().isEmpty(), "more inputs than weights");
        assertTrue(StepPlan.forThreads(spec(WIDTHS[2]), 128, 4).blocks().isEmpty(), "too few columns for four");
    }

    @Test
    void largeTilesComeFirst() {
        Architecture spec = spec(WIDTHS[4]);
        List<StepPlan.Tile> tiles = StepPlan.forThreads(spec, 512, 7).tiles();
        for (int i = 1; i < tiles.size(); i++) {
            long before = (long) tiles.get(i - 1).units()
                    * spec.layer(tiles.get(i - 1).layer()).inputs();
            long here = (long) tiles.get(i).units()
                    * spec.layer(tiles.get(i).layer()).inputs();
            assertTrue(before >= here);
        }
    }
}
