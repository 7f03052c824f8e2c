package io.github.panagrad.nn.metrics;

/** The classification metrics without hyper-parameters. */
enum ClassificationMeasure {
    LOG_LOSS("log_loss", false, true, "-mean ln p[label], p clipped to [eps, 1 - eps] for the eps of its type"),
    ACCURACY("accuracy", true, false, "share of samples whose predicted class is correct"),
    BALANCED_ACCURACY("balanced_accuracy", true, false, "mean recall of the classes that have samples"),
    ROC_AUC("roc_auc", true, false, "area under the ROC curve; more than 2 classes: mean of one-vs-rest"),
    PR_AUC("pr_auc", true, false, "average precision, sum (R_n - R_n-1) P_n; more than 2 classes: mean of one-vs-rest"),
    F1("f1", true, false, "2 TP / (2 TP + FP + FN) of class 1; more than 2 classes: mean over the classes"),
    MATTHEWS("matthews", true, false, "correlation of true and predicted class (MCC, R_K)"),
    BRIER("brier", false, true, "mean (p - y)^2 of class 1; more than 2 classes: summed over the classes");

    final String text;
    final boolean isHigherBetter;
    final boolean needsProbabilities;
    final String formula;

    ClassificationMeasure(String text, boolean isHigherBetter, boolean needsProbabilities, String formula) {
        this.text = text;
        this.isHigherBetter = isHigherBetter;
        this.needsProbabilities = needsProbabilities;
        this.formula = formula;
    }

    boolean fits(PredictionKind kind) {
        return needsProbabilities ? kind == PredictionKind.PROBABILITIES : kind.isClassification();
    }
}
