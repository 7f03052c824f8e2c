package io.github.panagrad.cli;

import io.github.panagrad.cli.report.Figures;

/** Loss and accuracy in one line, all digits of them, so that two evaluations can be compared. */
final class EvaluationText {
    private EvaluationText() {}

    static String oneLine(double loss, double accuracy) {
        return "loss " + loss
                + (Double.isNaN(accuracy) ? "" : ", accuracy " + accuracy + " (" + Figures.percent(accuracy) + ")");
    }
}
