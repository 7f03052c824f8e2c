"""scikit-learn's MLPClassifier: an epoch is one partial_fit over all rows, which takes them batch by batch."""

import peer


def prepare(task):
    np = peer.require("numpy")
    sklearn = peer.require("scikit-learn", "sklearn")
    from sklearn.neural_network import MLPClassifier

    features, labels = task.features(np), task.labels(np)
    classes = np.arange(max(2, task.widths[-1]))
    network = MLPClassifier(
        hidden_layer_sizes=task.widths[1:-1],
        activation="relu",
        solver="adam",
        alpha=0,
        batch_size=task.batch,
        learning_rate_init=task.learning_rate,
        shuffle=False,
        random_state=1,
    )

    def training(clock):
        while True:
            network.partial_fit(features, labels, classes=classes)
            if not clock.done(task.batches):
                return

    return training, {
        "version": f"scikit-learn {sklearn.__version__}, numpy {np.__version__}",
        "optimizer": "Adam",
        "setting": "partial_fit over an epoch, float32, not shuffled",
    }


peer.serve(prepare)
