"""PyTorch, eager, with the faster of its foreach and fused Adam."""

import peer

TRIAL_SECONDS = 0.5


def prepare(task):
    np = peer.require("numpy")
    torch = peer.require("torch")
    torch.set_num_threads(task.threads)
    torch.manual_seed(1)
    features = torch.from_numpy(task.features(np))
    labels = torch.from_numpy(task.labels(np))
    if task.binary:
        labels = labels.to(torch.float32).reshape(-1, 1)
        loss = torch.nn.BCEWithLogitsLoss()
    else:
        labels = labels.to(torch.int64)
        loss = torch.nn.CrossEntropyLoss()
    batches = [
        (features[at : at + task.batch], labels[at : at + task.batch])
        for at in range(0, task.rows, task.batch)
    ]

    def make(**options):
        layers = []
        for fan_in, units in zip(task.widths[:-1], task.widths[1:]):
            layers += [torch.nn.Linear(fan_in, units), torch.nn.ReLU()]
        network = torch.nn.Sequential(*layers[:-1])
        optimizer = torch.optim.Adam(network.parameters(), lr=task.learning_rate, **options)

        def training(clock):
            while True:
                for inputs, targets in batches:
                    optimizer.zero_grad(set_to_none=True)
                    loss(network(inputs), targets).backward()
                    optimizer.step()
                    if not clock.done():
                        return

        return training

    candidates = {"foreach": make(foreach=True), "fused": make(fused=True)}
    rates = {}
    for name, training in candidates.items():
        peer.measure(training, task.batch, TRIAL_SECONDS / 2)
        rates[name] = peer.measure(training, task.batch, TRIAL_SECONDS)["samples_per_second"]
    best = max(rates, key=rates.get)
    return candidates[best], {
        "version": f"PyTorch {torch.__version__}",
        "optimizer": "Adam",
        "setting": f"eager, {best} Adam",
    }


peer.serve(prepare)
