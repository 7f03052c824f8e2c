"""Makes the golden values of networks and schedules; README.md beside this program has the usage.

Everything is drawn from the seeds below and computed by the formulas below, in float64, without any code of the project.
Columns are samples.
"""
import json
import math
import pathlib
import sys

import numpy as np

LAYOUT = (
    "columns are samples: X is (inputs, m), W is (out, in), b is (out, 1); hidden activation as named, output sigmoid, "
    "binary cross-entropy summed over output units and averaged over the m samples"
)

# Hidden activation, units, samples, seed, deviation of the weights, and whether gradients are checked.
NETWORKS = {
    "two_layer": ("relu", [3, 4, 1], 5, 9, 0.5, True),
    "two_layer_sigmoid": ("sigmoid", [3, 4, 1], 5, 17, 0.5, True),
    "deep": ("relu", [6, 9, 7, 5, 1], 13, 4, 0.7, True),
    "wide_out": ("relu", [4, 8, 3], 7, 8, 0.6, False),
}

OPTIMIZERS = {
    "sgd": {"lr": 0.1},
    "momentum": {"lr": 0.05, "beta": 0.9},
    "rmsprop": {"lr": 0.001, "beta": 0.999, "eps": 1e-8},
    "adam": {"lr": 0.001, "b1": 0.9, "b2": 0.999, "eps": 1e-8},
}

STEPS = 10
LAMBDA = 0.7
KEEP = 0.8
EPSILON = 1e-7


def activation(name, z):
    return np.maximum(z, 0) if name == "relu" else 1 / (1 + np.exp(-z))


def derivative(name, z):
    if name == "relu":
        return (z > 0).astype(float)
    s = 1 / (1 + np.exp(-z))
    return s * (1 - s)


def forward(x, p, layers, hidden, masks=None, keep=1.0):
    """Pre-activations and activations of all layers; what is dropped is 0, what is kept is divided by keep."""
    zs, outs = [], [x]
    for l in range(1, layers + 1):
        zs.append(p[f"W{l}"] @ outs[-1] + p[f"b{l}"])
        a = activation(hidden if l < layers else "sigmoid", zs[-1])
        if masks is not None and l < layers:
            a = a * masks[l - 1] / keep
        outs.append(a)
    return zs, outs


def loss(output, y, p, layers, lam=0.0):
    """Binary cross-entropy, summed over outputs, mean over samples, and the L2 penalty lambda / (2m) sum W^2."""
    m = y.shape[1]
    data = -np.sum(y * np.log(output) + (1 - y) * np.log(1 - output)) / m
    return data + lam / (2 * m) * sum(np.sum(p[f"W{l}"] ** 2) for l in range(1, layers + 1))


def gradients(y, p, layers, hidden, zs, outs, lam=0.0, masks=None, keep=1.0):
    m = y.shape[1]
    g = {}
    dz = outs[-1] - y
    for l in range(layers, 0, -1):
        g[f"W{l}"] = dz @ outs[l - 1].T / m + lam / m * p[f"W{l}"]
        g[f"b{l}"] = np.sum(dz, axis=1, keepdims=True) / m
        if l > 1:
            da = p[f"W{l}"].T @ dz
            if masks is not None:
                da = da * masks[l - 2] / keep
            dz = da * derivative(hidden, zs[l - 2])
    return g


def rule(name, h, state, key, p, g, t):
    """One step of one parameter tensor."""
    s = state.setdefault(key, [np.zeros_like(p), np.zeros_like(p)])
    if name == "sgd":
        return p - h["lr"] * g
    if name == "momentum":
        s[0] = h["beta"] * s[0] + (1 - h["beta"]) * g
        return p - h["lr"] * s[0]
    if name == "rmsprop":
        s[0] = h["beta"] * s[0] + (1 - h["beta"]) * g**2
        return p - h["lr"] * g / (np.sqrt(s[0]) + h["eps"])
    s[0] = h["b1"] * s[0] + (1 - h["b1"]) * g
    s[1] = h["b2"] * s[1] + (1 - h["b2"]) * g**2
    return p - h["lr"] * (s[0] / (1 - h["b1"] ** t)) / (np.sqrt(s[1] / (1 - h["b2"] ** t)) + h["eps"])


def trajectory(name, x, y, start, layers, hidden):
    hyper, p, state, losses = OPTIMIZERS[name], dict(start), {}, []
    for t in range(1, STEPS + 1):
        zs, outs = forward(x, p, layers, hidden)
        losses.append(loss(outs[-1], y, p, layers))
        g = gradients(y, p, layers, hidden, zs, outs)
        p = {k: rule(name, hyper, state, k, p[k], g[k], t) for k in p}
    return {"hyper": hyper, "steps": STEPS, "losses_before_each_step": losses, "params_after": p}


def gradient_check(x, y, p, layers, hidden, g):
    """norm(difference) / (norm of both), with central differences."""
    near, exact = [], []
    for key in p:
        for at in np.ndindex(p[key].shape):
            sides = []
            for sign in (1, -1):
                moved = {k: v.copy() for k, v in p.items()}
                moved[key][at] += sign * EPSILON
                sides.append(loss(forward(x, moved, layers, hidden)[1][-1], y, moved, layers))
            near.append((sides[0] - sides[1]) / (2 * EPSILON))
            exact.append(g[key][at])
    near, exact = np.array(near), np.array(exact)
    return np.linalg.norm(exact - near) / (np.linalg.norm(exact) + np.linalg.norm(near))


def network(hidden, dims, samples, seed, deviation, is_checked):
    random, layers, p = np.random.default_rng(seed), len(dims) - 1, {}
    for l in range(1, layers + 1):
        p[f"W{l}"] = deviation * random.standard_normal((dims[l], dims[l - 1]))
        p[f"b{l}"] = 0.1 * random.standard_normal((dims[l], 1))
    x = random.standard_normal((dims[0], samples))
    y = (random.random((dims[-1], samples)) < 0.5).astype(float)
    masks = [(random.random((dims[l], samples)) < KEEP).astype(float) for l in range(1, layers)]

    zs, outs = forward(x, p, layers, hidden)
    made = {"layout": LAYOUT, "hidden": hidden, "dims": dims, "X": x, "Y": y, "params": p, "Z": zs, "output": outs[-1]}
    made["loss"] = loss(outs[-1], y, p, layers)
    made["grads"] = gradients(y, p, layers, hidden, zs, outs)
    if is_checked:
        made["gradient_check_difference_eps_1e-7"] = gradient_check(x, y, p, layers, hidden, made["grads"])
    made["l2"] = {
        "lambda": LAMBDA,
        "loss": loss(outs[-1], y, p, layers, LAMBDA),
        "grads": gradients(y, p, layers, hidden, zs, outs, LAMBDA),
    }
    zs, outs = forward(x, p, layers, hidden, masks, KEEP)
    made["dropout"] = {
        "keep_prob": KEEP,
        "masks": masks,
        "output": outs[-1],
        "loss": loss(outs[-1], y, p, layers),
        "grads": gradients(y, p, layers, hidden, zs, outs, masks=masks, keep=KEEP),
    }
    made["trajectories"] = {name: trajectory(name, x, y, p, layers, hidden) for name in OPTIMIZERS}
    return made


def schedules():
    epochs = list(range(51))
    lr, gamma, k, rate, lowest, period = 0.1, 0.5, 10, 0.05, 0.001, 50
    cosine = [lowest + (lr - lowest) / 2 * (1 + math.cos(math.pi * t / period)) for t in epochs]
    return {
        "epochs": epochs,
        "step": {"lr0": lr, "gamma": gamma, "k": k, "values": [lr * gamma ** (t // k) for t in epochs]},
        "exponential": {"lr0": lr, "lambda": rate, "values": [lr * math.exp(-rate * t) for t in epochs]},
        "cosine": {"lr_max": lr, "lr_min": lowest, "T_max": period, "values": cosine},
    }


def plain(value):
    """Arrays as lists, for JSON."""
    if isinstance(value, dict):
        return {k: plain(v) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(v) for v in value]
    if isinstance(value, np.ndarray):
        return value.tolist()
    return float(value) if isinstance(value, np.floating) else value


def numbers(value, path=""):
    """All numbers in a document, each with its path."""
    if isinstance(value, dict):
        for k, v in value.items():
            yield from numbers(v, f"{path}.{k}")
    elif isinstance(value, list):
        for i, v in enumerate(value):
            yield from numbers(v, f"{path}[{i}]")
    elif isinstance(value, (int, float)):
        yield path, float(value)


def compare(name, old, new):
    """Prints the largest distance between two documents; infinite if their paths differ."""
    a, b = dict(numbers(old)), dict(numbers(new))
    worst = 0.0 if a.keys() == b.keys() else math.inf
    where, same = "", 0
    for path in a.keys() & b.keys():
        same += a[path] == b[path]
        # A difference of two nearly equal numbers: only its size means something.
        if "gradient_check" not in path:
            distance = abs(a[path] - b[path]) / max(1, abs(a[path]))
            if not distance <= worst:
                worst, where = distance, path
    print(f"{name}: {same} of {len(a)} numbers to the last digit, the others within {worst:.1e} {where}")
    return worst


def main():
    folder = pathlib.Path(__file__).parent
    worst = 0.0
    for name in (*NETWORKS, "schedules"):
        file = folder / f"{name}.json"
        made = plain(network(*NETWORKS[name]) if name in NETWORKS else schedules())
        if sys.argv[1:] == ["--write"]:
            file.write_text(json.dumps(made))
        worst = max(worst, compare(name, json.loads(file.read_text()), made))
    if not worst <= 1e-13:
        sys.exit("not the same values")


if __name__ == "__main__":
    main()
