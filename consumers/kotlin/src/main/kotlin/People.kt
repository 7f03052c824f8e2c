import io.github.panagrad.nn.Loss
import io.github.panagrad.nn.Network
import io.github.panagrad.nn.NetworkSpec
import io.github.panagrad.nn.Trainer
import io.github.panagrad.nn.TrainingConfig
import io.github.panagrad.table.ReadOptions
import io.github.panagrad.table.pipeline.Pipeline
import io.github.panagrad.pipeline.PipelineConfig
import io.github.panagrad.pipeline.Prediction
import io.github.panagrad.table.pipeline.TablePredictor
import io.github.panagrad.table.reader.TableReader
import io.github.panagrad.tensor.Activation
import io.github.panagrad.tensor.Backend
import io.github.panagrad.tensor.DType
import kotlin.io.path.createTempFile
import kotlin.io.path.deleteExisting
import kotlin.io.path.writeText

/** Trains on a table and serves a row. The compiler knows from the annotations what may be null. */
fun main() {
    check(Backend.preferred() == Backend.NATIVE) { "the backend is ${Backend.preferred()}" }
    val csv = createTempFile("people", ".csv")
    try {
        csv.writeText("age,town,rich\n20,Ulm,no\n50,Bonn,yes\n".repeat(50))
        TableReader.read(listOf(csv), ReadOptions.defaults().withTarget("rich")).use { table ->
            val pipeline = Pipeline.fit(table, PipelineConfig.defaults())
            val spec = NetworkSpec.inputs(pipeline.width())
                .dense(8, Activation.relu())
                .output(1, Loss.binaryCrossEntropy())
            Network.create(spec, 42).use { network ->
                Trainer(network, TrainingConfig.defaults()).use { it.fit(pipeline.encode(table, DType.F32)) }
                TablePredictor(network, pipeline).use { predictor ->
                    val prediction: Prediction = predictor.predict(mapOf("age" to 52, "town" to null))
                    println("Kotlin: $prediction")
                }
            }
        }
    } finally {
        csv.deleteExisting()
    }
}
