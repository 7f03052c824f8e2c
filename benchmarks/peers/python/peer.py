"""What the Python peers have in common: the task, the clock, and the conversation with the comparison.

The comparison starts a peer with arguments such as ``data=FOLDER widths=784-128-10 batch=128 rows=8192
learning_rate=1e-5 threads=2``. When it is warm it prints a line of JSON that describes it; then it answers each line
``run SECONDS`` with a line of JSON, until its input ends. Instead of either it may print ``{"error": "why"}``.
"""

import json
import os
import statistics
import sys
import time

WARM_UP_WINDOW_SECONDS = 0.25
WARM_UP_LIMIT_SECONDS = 15
GAIN = 1.05
STEADY_WINDOWS = 4


class NotInstalled(Exception):
    """A package that the peer needs is missing."""


class Task:
    """What to train, and on what."""

    def __init__(self, arguments):
        values = dict(argument.split("=", 1) for argument in arguments)
        self.folder = values["data"]
        self.widths = [int(width) for width in values["widths"].split("-")]
        self.batch = int(values["batch"])
        self.rows = int(values["rows"])
        self.learning_rate = float(values["learning_rate"])
        self.threads = int(values["threads"])
        self.batches = self.rows // self.batch

    @property
    def binary(self):
        """Whether there is one output, with binary cross-entropy; else softmax cross-entropy."""
        return self.widths[-1] == 1

    def features(self, numpy):
        """Returns rows x inputs of float32."""
        values = numpy.fromfile(os.path.join(self.folder, "features.f32"), dtype="<f4")
        return values.reshape(self.rows, self.widths[0])

    def labels(self, numpy):
        """Returns the class of each row, int32."""
        return numpy.fromfile(os.path.join(self.folder, "labels.i32"), dtype="<i4")


class Clock:
    """Times steps until the time is over."""

    def __init__(self, batch, seconds):
        self.batch = batch
        self.steps = 0
        self.durations = []
        self.start = self.last = time.perf_counter()
        self.end = self.start + seconds

    def done(self, steps=1):
        """Counts steps that were just done; returns whether there is time for more."""
        now = time.perf_counter()
        self.durations.append((now - self.last) / steps)
        self.steps += steps
        self.last = now
        return now < self.end

    def result(self):
        """Returns what was measured."""
        return {
            "samples_per_second": self.steps * self.batch / (self.last - self.start),
            "step_us_median": statistics.median(self.durations) * 1e6,
        }


def measure(training, batch, seconds):
    """Trains for some time. ``training`` takes a clock and trains until the clock says that it is enough."""
    clock = Clock(batch, seconds)
    training(clock)
    return clock.result()


def warm_up(training, batch):
    """Trains until it no longer gets faster."""
    best = 0
    steady = 0
    end = time.perf_counter() + WARM_UP_LIMIT_SECONDS
    while steady < STEADY_WINDOWS and time.perf_counter() < end:
        rate = measure(training, batch, WARM_UP_WINDOW_SECONDS)["samples_per_second"]
        steady = 0 if rate > GAIN * best else steady + 1
        best = max(best, rate)


def require(package, name=None):
    """Returns a module, or ends the peer with a sentence that says how to install it."""
    try:
        return __import__(name or package)
    except ImportError as error:
        raise NotInstalled(f"not installed ({error}): pip install {package}") from None


def serve(prepare):
    """Runs a peer.

    ``prepare`` takes the task and returns a training (see ``measure``) and a dictionary that describes the peer:
    version, optimizer, setting.
    """
    answers = os.fdopen(os.dup(1), "w", buffering=1)
    # What a library prints must not get between the answers.
    os.dup2(2, 1)

    def answer(value):
        answers.write(json.dumps(value) + "\n")

    try:
        task = Task(sys.argv[1:])
        training, description = prepare(task)
        warm_up(training, task.batch)
        answer(description)
        for line in sys.stdin:
            command, seconds = line.split()
            if command != "run":
                raise ValueError(f"unknown command {command}")
            answer(measure(training, task.batch, float(seconds)))
    except NotInstalled as error:
        answer({"error": str(error)})
        sys.exit(1)
    except Exception as error:  # The comparison goes on with the other peers and shows the reason.
        answer({"error": f"{type(error).__name__}: {error}"})
        raise
