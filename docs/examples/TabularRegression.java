import io.github.panagrad.nn.*;
import io.github.panagrad.nn.data.*;
import io.github.panagrad.nn.metrics.Metrics;
import io.github.panagrad.pipeline.*;
import io.github.panagrad.schema.*;
import io.github.panagrad.table.*;
import io.github.panagrad.table.pipeline.*;
import io.github.panagrad.table.reader.*;
import io.github.panagrad.tensor.*;

/** Regression from a table: the price of a flat, in thousands. The table is synthetic. */
void main() throws IOException {
    Path file = Files.writeString(Path.of("flats.csv"), flats());
    Path model = Path.of("flats.safetensors");

    // The column "part" marks the rows to hold out for validation.
    ReadOptions reading = ReadOptions.defaults().withTarget("price").withSplit("part");
    try (StoredTable table = TableReader.read(List.of(file), reading)) {
        int part = table.schema().indexOf(Role.SPLIT).orElseThrow();
        int[] parts = new int[table.rows()];
        table.codes(part, 0, table.rows(), parts);
        int heldBack = table.categories(part).indexOf("validation");
        int[] trainingRows = IntStream.range(0, parts.length).filter(row -> parts[row] != heldBack).toArray();
        int[] validationRows = IntStream.range(0, parts.length).filter(row -> parts[row] == heldBack).toArray();

        // Ranks replace numbers, because areas are skewed; districts with fewer than 20 rows are merged into one category.
        Pipeline pipeline = Pipeline.fit(
                table,
                trainingRows,
                PipelineConfig.defaults()
                        .withScaling(Scaling.QUANTILE_NORMAL)
                        .withMinCount(20)
                        .withTask(Task.REGRESSION));
        pipeline.describe().forEach(IO::println);
        Dataset training = pipeline.encode(table, trainingRows, DType.F32, EncodedStorage.memory());
        Dataset validation = pipeline.encode(table, validationRows, DType.F32, EncodedStorage.memory());

        NetworkSpec spec = NetworkSpec.inputs(pipeline.width())
                .dense(32, Activation.gelu())
                .dense(32, Activation.gelu())
                .output(1, Loss.huber(1));
        try (Network network = Network.create(spec, 42);
                Trainer trainer = new Trainer(network, TrainingConfig.defaults().withEpochs(40).withBatchSize(32))) {
            History history = trainer.fit(
                    training,
                    FitOptions.none()
                            .withValidation(validation)
                            .withMetrics(Metrics.byName("r2")));
            IO.println("r2 " + history.last().metrics().get("r2"));
            ModelFile.save(model, network, Map.of(Pipeline.FACT, pipeline.toJson()));
        }
    }

    // Targets are standardised for training; predictions are converted back to prices.
    try (TablePredictor predictor = TablePredictor.load(model, Backend.preferred())) {
        IO.println("price " + predictor.predict(Map.of("area", 80, "district", "Centre", "balcony", true)));
    }
}

String flats() {
    Random random = new Random(7);
    List<String> districts = List.of("Centre", "North", "South", "Harbour");
    StringBuilder csv = new StringBuilder("area;district;balcony;part;price\n");
    for (int i = 0; i < 2000; i++) {
        double area = 40 * Math.exp(0.4 * random.nextGaussian());
        int district = random.nextInt(4);
        boolean balcony = random.nextBoolean();
        double price = area * (district == 0 ? 6 : 4) + (balcony ? 20 : 0) + 5 * random.nextGaussian();
        csv.append(String.format(
                Locale.ROOT,
                "%.1f;%s;%s;%s;%.1f\n",
                area,
                i % 199 == 0 ? "Island" : districts.get(district),
                balcony ? "yes" : "no",
                i % 5 == 0 ? "validation" : "training",
                price));
    }
    return csv.toString();
}
