package io.github.panagrad.onnx;

import io.github.panagrad.nn.Loss;
import io.github.panagrad.nn.PointLoss;
import io.github.panagrad.onnx.format.Attribute;
import io.github.panagrad.onnx.format.Graph;
import io.github.panagrad.onnx.format.Operators;
import io.github.panagrad.onnx.format.Value;
import java.util.List;

/** How a loss turns the outputs of the last layer into predictions. */
final class LossNodes {
    private LossNodes() {}

    /** Adds the predictions; the last axis has an element for each output. */
    static Value predictions(Graph graph, Loss loss, Value logits) {
        return switch (loss) {
            case Loss.BinaryCrossEntropy _, PointLoss.Focal _ -> Operators.apply(graph, "Sigmoid", logits);
            case Loss.SoftmaxCrossEntropy _ -> graph.node("Softmax", List.of(logits), new Attribute.Whole("axis", -1));
            case PointLoss.Poisson _ -> Operators.apply(graph, "Exp", logits);
            case Loss.MeanSquaredError _,
                    PointLoss.MeanAbsoluteError _,
                    PointLoss.Huber _,
                    PointLoss.Quantile _,
                    PointLoss.Hinge _,
                    PointLoss.Custom _ -> logits;
        };
    }
}
