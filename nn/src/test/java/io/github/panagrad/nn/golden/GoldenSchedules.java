package io.github.panagrad.nn.golden;

/**
 * Learning rates of the text's three schedules for {@link #epochs}.
 *
 * @param epochs the epochs {@code t}
 * @param step {@code lr0 · gamma^⌊t / every⌋}
 * @param exponential {@code lr0 · exp(-rate · t)}
 * @param cosine {@code min + (max - min) / 2 · (1 + cos(π t / period))}
 */
@SuppressWarnings("ArrayRecordComponent") // figures to compare with, not values to compare
public record GoldenSchedules(int[] epochs, Step step, Exponential exponential, Cosine cosine) {

    /** Step decay and its value in each epoch. */
    @SuppressWarnings("ArrayRecordComponent")
    public record Step(double lr0, double gamma, int every, double[] values) {}

    /** Exponential decay and its value in each epoch. */
    @SuppressWarnings("ArrayRecordComponent")
    public record Exponential(double lr0, double rate, double[] values) {}

    /** Cosine annealing and its value in each epoch. */
    @SuppressWarnings("ArrayRecordComponent")
    public record Cosine(double max, double min, int period, double[] values) {}

    /** Reads {@code golden/schedules.json} from the class path. */
    public static GoldenSchedules read() {
        GoldenJson json = GoldenJson.read("schedules");
        GoldenJson step = json.get("step");
        GoldenJson exponential = json.get("exponential");
        GoldenJson cosine = json.get("cosine");
        return new GoldenSchedules(
                json.get("epochs").elements().stream()
                        .mapToInt(epoch -> (int) epoch.number())
                        .toArray(),
                new Step(
                        step.get("lr0").number(),
                        step.get("gamma").number(),
                        (int) step.get("k").number(),
                        step.get("values").vector()),
                new Exponential(
                        exponential.get("lr0").number(),
                        exponential.get("lambda").number(),
                        exponential.get("values").vector()),
                new Cosine(
                        cosine.get("lr_max").number(),
                        cosine.get("lr_min").number(),
                        (int) cosine.get("T_max").number(),
                        cosine.get("values").vector()));
    }
}
