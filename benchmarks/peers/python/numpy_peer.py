"""The algorithm written out in numpy: float32, buffers allocated once, every operation in place.

Parameters, gradients and Adam's averages are one vector each, so that an update is a few calls; it is done in blocks
that stay in the cache.
"""

import math

import peer

np = None
ADAM_BLOCK = 32768
BETA1, BETA2, EPSILON = 0.9, 0.999, 1e-8


class Network:
    def __init__(self, task):
        random = np.random.default_rng(1)
        self.learning_rate = task.learning_rate
        self.binary = task.binary
        self.layers = len(task.widths) - 1
        shapes = list(zip(task.widths[:-1], task.widths[1:]))
        size = sum(fan_in * units + units for fan_in, units in shapes)
        self.parameters = np.zeros(size, np.float32)
        self.gradients = np.zeros(size, np.float32)
        self.first = np.zeros(size, np.float32)
        self.second = np.zeros(size, np.float32)
        self.scratch = np.empty(min(size, ADAM_BLOCK), np.float32)
        self.weights, self.biases = self.views(self.parameters, shapes)
        self.weight_gradients, self.bias_gradients = self.views(self.gradients, shapes)
        for weights in self.weights:
            deviation = math.sqrt(2 / weights.shape[0])
            weights[...] = random.standard_normal(weights.shape, np.float32) * np.float32(deviation)
        self.outputs = [np.empty((task.batch, units), np.float32) for _, units in shapes]
        self.deltas = [np.empty((task.batch, units), np.float32) for _, units in shapes[:-1]]
        self.positive = [np.empty((task.batch, units), np.bool_) for _, units in shapes[:-1]]
        self.rows = np.arange(task.batch)
        self.steps = 0

    @staticmethod
    def views(vector, shapes):
        weights, biases, at = [], [], 0
        for fan_in, units in shapes:
            weights.append(vector[at : at + fan_in * units].reshape(fan_in, units))
            at += fan_in * units
            biases.append(vector[at : at + units])
            at += units
        return weights, biases

    def step(self, inputs, labels):
        values = inputs
        for layer, output in enumerate(self.outputs):
            np.matmul(values, self.weights[layer], out=output)
            output += self.biases[layer]
            if layer < self.layers - 1:
                np.maximum(output, 0, out=output)
            values = output
        delta = self.loss_gradient(self.outputs[-1], labels)
        for layer in range(self.layers - 1, -1, -1):
            source = inputs if layer == 0 else self.outputs[layer - 1]
            np.matmul(source.T, delta, out=self.weight_gradients[layer])
            np.sum(delta, axis=0, out=self.bias_gradients[layer])
            if layer > 0:
                below = self.deltas[layer - 1]
                np.matmul(delta, self.weights[layer].T, out=below)
                np.greater(source, 0, out=self.positive[layer - 1])
                below *= self.positive[layer - 1]
                delta = below
        self.adam()

    def loss_gradient(self, logits, labels):
        """Turns logits into the gradient of the mean cross-entropy, in place; both losses are computed, too."""
        count = len(labels)
        if self.binary:
            z = logits[:, 0]
            self.loss = float(np.mean(np.maximum(z, 0) - z * labels + np.log1p(np.exp(-np.abs(z)))))
            np.negative(z, out=z)
            np.exp(z, out=z)
            z += 1
            np.reciprocal(z, out=z)
            z -= labels
        else:
            logits -= logits.max(axis=1, keepdims=True)
            right = logits[self.rows, labels]
            np.exp(logits, out=logits)
            sums = logits.sum(axis=1, keepdims=True)
            self.loss = float(np.mean(np.log(sums[:, 0]) - right))
            logits /= sums
            logits[self.rows, labels] -= 1
        logits *= 1 / count
        return logits

    def adam(self):
        self.steps += 1
        correction = math.sqrt(1 - BETA2**self.steps)
        rate = self.learning_rate * correction / (1 - BETA1**self.steps)
        epsilon = EPSILON * correction
        for at in range(0, self.parameters.size, ADAM_BLOCK):
            block = slice(at, at + ADAM_BLOCK)
            gradient, first, second = self.gradients[block], self.first[block], self.second[block]
            scratch = self.scratch[: gradient.size]
            first *= BETA1
            np.multiply(gradient, 1 - BETA1, out=scratch)
            first += scratch
            second *= BETA2
            np.multiply(gradient, gradient, out=scratch)
            scratch *= 1 - BETA2
            second += scratch
            np.sqrt(second, out=scratch)
            scratch += epsilon
            np.divide(first, scratch, out=scratch)
            scratch *= rate
            self.parameters[block] -= scratch


def prepare(task):
    global np
    np = peer.require("numpy")
    features, labels = task.features(np), task.labels(np)
    if task.binary:
        labels = labels.astype(np.float32)
    batches = [
        (features[at : at + task.batch], labels[at : at + task.batch])
        for at in range(0, task.rows, task.batch)
    ]
    network = Network(task)

    def training(clock):
        while True:
            for inputs, targets in batches:
                network.step(inputs, targets)
                if not clock.done():
                    return

    blas = np.show_config(mode="dicts")["Build Dependencies"]["blas"]
    return training, {
        "version": f"numpy {np.__version__}, {blas['name']} {blas['version']}",
        "optimizer": "Adam",
        "setting": "in place, one vector for all parameters",
    }


peer.serve(prepare)
