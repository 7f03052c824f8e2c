import io.github.panagrad.nn.*;
import io.github.panagrad.nn.data.*;
import io.github.panagrad.nn.metrics.Metrics;
import io.github.panagrad.pipeline.*;
import io.github.panagrad.schema.*;
import io.github.panagrad.table.*;
import io.github.panagrad.table.pipeline.*;
import io.github.panagrad.table.reader.*;
import io.github.panagrad.tensor.*;

/**
 * Classification of table rows with numbers, text and missing values: who earns more than 50,000. The table is
 * synthetic; any CSV or Parquet file works the same way.
 */
void main() throws IOException {
    Path file = Files.writeString(Path.of("people.csv"), people());
    Path model = Path.of("people.safetensors");

    // Delimiter, header and types are detected; only the target must be named.
    ReadOptions reading = ReadOptions.defaults().withTarget("income").withIgnored(List.of("id"));
    try (StoredTable table = TableReader.read(List.of(file), reading)) {
        // Validation rows are held out before anything is fitted: means and categories come from the training rows only.
        int[] incomes = new int[table.rows()];
        table.codes(table.schema().indexOf(Role.TARGET).orElseThrow(), 0, table.rows(), incomes);
        Fold rows = Splits.stratified(incomes, 0.2, 1);

        Pipeline pipeline = Pipeline.fit(table, rows.training(), PipelineConfig.defaults());
        pipeline.describe().forEach(IO::println);
        Dataset training = pipeline.encode(table, rows.training(), DType.F32, EncodedStorage.memory());
        Dataset validation = pipeline.encode(table, rows.validation(), DType.F32, EncodedStorage.memory());

        // Embeddings of columns with many categories are included, of which this table has none, and outputs and loss are those
        // for the target: two classes need one output, the probability of the second.
        NetworkSpec spec = pipeline.network()
                .dense(32, Activation.relu())
                .dense(16, Activation.relu())
                .build(training);

        FitOptions options = FitOptions.none()
                .withValidation(validation)
                .withEarlyStopping(EarlyStopping.of(Monitor.metric(Metrics.byName("roc_auc")), 5));
        TrainingConfig config = TrainingConfig.defaults().withEpochs(40).withBatchSize(32);
        try (Network network = Network.create(spec, 42);
                Trainer trainer = new Trainer(network, config);
                Evaluator evaluator = new Evaluator(network, 1)) {
            History history = trainer.fit(training, options);
            IO.println("epochs " + history.epochs().size() + ", " + history.ending());
            IO.println("accuracy " + evaluator.evaluate(validation).accuracy());
            // The file includes the preprocessing, so that a loaded model accepts raw rows.
            ModelFile.save(model, network, Map.of(Pipeline.FACT, pipeline.toJson()));
        }
    }

    try (TablePredictor predictor = TablePredictor.load(model, Backend.preferred())) {
        Map<String, Object> person = new HashMap<>();
        person.put("age", 52);
        person.put("education", "Masters");
        person.put("job", null); // not known
        person.put("hours", 45);
        IO.println("prediction " + predictor.predict(person));
    }
}

String people() {
    Random random = new Random(7);
    List<String> educations = List.of("School", "Bachelors", "Masters");
    List<String> jobs = List.of("Sales", "Craft", "Manager", "?");
    StringBuilder csv = new StringBuilder("id,age,education,job,hours,income\n");
    for (int i = 0; i < 2000; i++) {
        int age = 18 + random.nextInt(50);
        int education = random.nextInt(3);
        int job = random.nextInt(4);
        int hours = 20 + random.nextInt(40);
        double score = 0.05 * (age - 40) + 1.5 * (education - 1) + (job == 2 ? 1.5 : 0) + 0.06 * (hours - 40);
        boolean rich = score + 0.5 * random.nextGaussian() > 0.4;
        csv.append("%d,%d,%s,%s,%d,%s\n".formatted(
                i, age, educations.get(education), jobs.get(job), hours, rich ? ">50K" : "<=50K"));
    }
    return csv.toString();
}
