"""Makes the metrics in metrics.json with scikit-learn; README.md beside this program has the usage.

The tables (scores, labels, targets, predictions, weights) are read from the file; everything else is computed from them.
"""
import json
import pathlib
import sys
import warnings

import numpy as np
import sklearn
from sklearn import metrics as m
from sklearn.calibration import calibration_curve

from networks import compare, plain


def weights(table):
    return np.array(table["weights"]) if table["weights"] else None


def two_classes(table):
    y, p, w = np.array(table["labels"]), np.array(table["scores"]), weights(table)
    hard = (p > 0.5).astype(float)
    made = {k: table[k] for k in ("name", "scores", "labels", "weights")}
    made["figures"] = {
        "log_loss": m.log_loss(y, p, sample_weight=w, labels=[0, 1]),
        "accuracy": m.accuracy_score(y, hard, sample_weight=w),
        "balanced_accuracy": m.balanced_accuracy_score(y, hard, sample_weight=w),
        "pr_auc": m.average_precision_score(y, p, sample_weight=w),
        "f1": m.f1_score(y, hard, sample_weight=w, zero_division=0),
        "matthews": m.matthews_corrcoef(y, hard, sample_weight=w),
        "brier": m.brier_score_loss(y, p, sample_weight=w, pos_label=1),
    }
    if len(set(y)) == 2:
        made["figures"]["roc_auc"] = m.roc_auc_score(y, p, sample_weight=w)
        fpr, tpr, thresholds = m.roc_curve(y, p, sample_weight=w)
        # The first point has no threshold.
        made["roc"] = {"fpr": fpr, "tpr": tpr, "thresholds": thresholds[1:]}
    precision, recall, thresholds = m.precision_recall_curve(y, p, sample_weight=w)
    made["pr"] = {"precision": precision, "recall": recall, "thresholds": thresholds}
    made["confusion"] = m.confusion_matrix(y, hard, sample_weight=w, labels=[0, 1]).astype(float)
    if "calibration" in table:
        made["calibration"] = []
        for old in table["calibration"]:
            true, predicted = calibration_curve(y, p, n_bins=int(old["bins"]), strategy=old["strategy"])
            made["calibration"].append(
                {"strategy": old["strategy"], "bins": old["bins"], "true": true, "predicted": predicted}
            )
    return made


def more_classes(table):
    y, p, w = np.array(table["labels"]).astype(int), np.array(table["probabilities"]), weights(table)
    classes = list(range(p.shape[1]))
    hard = p.argmax(axis=1)
    made = {k: table[k] for k in ("name", "probabilities", "labels", "weights")}
    precision, recall, f1, _ = m.precision_recall_fscore_support(
        y, hard, sample_weight=w, labels=classes, zero_division=0
    )
    made["figures"] = {
        "log_loss": m.log_loss(y, p, sample_weight=w, labels=classes),
        "accuracy": m.accuracy_score(y, hard, sample_weight=w),
        "balanced_accuracy": m.balanced_accuracy_score(y, hard, sample_weight=w),
        "f1": m.f1_score(y, hard, sample_weight=w, average="macro", zero_division=0),
        "matthews": m.matthews_corrcoef(y, hard, sample_weight=w),
    }
    if len(set(y)) == len(classes):
        for name, of_two in (("roc_auc", m.roc_auc_score), ("pr_auc", m.average_precision_score)):
            made["figures"][name] = np.mean([of_two(y == k, p[:, k], sample_weight=w) for k in classes])
    made["confusion"] = m.confusion_matrix(y, hard, sample_weight=w, labels=classes).astype(float)
    made["precision"], made["recall"], made["class_f1"] = precision, recall, f1
    return made


def real_targets(table):
    y, p, w = np.array(table["targets"]), np.array(table["predictions"]), weights(table)
    made = {k: table[k] for k in ("name", "targets", "predictions", "weights")}
    made["figures"] = {
        "r2": m.r2_score(y, p, sample_weight=w),
        "mae": m.mean_absolute_error(y, p, sample_weight=w),
        "mse": m.mean_squared_error(y, p, sample_weight=w),
        "rmse": m.root_mean_squared_error(y, p, sample_weight=w),
        "median_absolute_error": m.median_absolute_error(y, p, sample_weight=w),
        "pinball:level=0.1": m.mean_pinball_loss(y, p, sample_weight=w, alpha=0.1),
        "pinball": m.mean_pinball_loss(y, p, sample_weight=w, alpha=0.5),
        "pinball:level=0.9": m.mean_pinball_loss(y, p, sample_weight=w, alpha=0.9),
    }
    return made


def main():
    # Undefined metrics are part of what is tested.
    warnings.filterwarnings("ignore")
    file = pathlib.Path(__file__).parent / "metrics.json"
    old = json.loads(file.read_text())
    made = plain(
        {
            "made_by": f"scikit-learn {sklearn.__version__}, numpy {np.__version__}: roc_auc_score, "
            "average_precision_score and so on of sklearn.metrics, calibration_curve of sklearn.calibration; "
            "pr_auc of more than two classes is the mean of average_precision_score of each class against the rest",
            "binary": [two_classes(table) for table in old["binary"]],
            "multiclass": [more_classes(table) for table in old["multiclass"]],
            "regression": [real_targets(table) for table in old["regression"]],
        }
    )
    kinds = ("binary", "multiclass", "regression")
    worst = max(compare(f"{kind} {a['name']!r}", a, b) for kind in kinds for a, b in zip(old[kind], made[kind], strict=True))
    print(made["made_by"])
    if sys.argv[1:] == ["--write"]:
        # A line for each table.
        line = lambda table: json.dumps(table, separators=(",", ":"))
        tables = (f'"{kind}":[\n' + ",\n".join(map(line, made[kind])) + "]" for kind in kinds)
        file.write_text(f'{{"made_by":{json.dumps(made["made_by"])},' + ",\n".join(tables) + "}\n")
    if not worst <= 1e-13:
        sys.exit("not the same values")


if __name__ == "__main__":
    main()
