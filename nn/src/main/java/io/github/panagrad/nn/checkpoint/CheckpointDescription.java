package io.github.panagrad.nn.checkpoint;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The description of a training run in a checkpoint: everything except the tensors. A value.
 *
 * @param network the architecture of the network, key by key
 * @param training the training configuration
 * @param data the number of samples and the fingerprints of the training and the validation set
 * @param arithmetic everything else that the bits of a step depend on: backend, threads, library
 * @param settings the caller's settings that must not change
 * @param notes the caller's notes, which are not compared
 * @param progress the progress of the training run
 */
public record CheckpointDescription(
        Map<String, String> network,
        Map<String, String> training,
        Map<String, String> data,
        Map<String, String> arithmetic,
        Map<String, String> settings,
        Map<String, String> notes,
        Progress progress) {
    /** Copies the maps, keeping their order. */
    public CheckpointDescription {
        network = copy(network);
        training = copy(training);
        data = copy(data);
        arithmetic = copy(arithmetic);
        settings = copy(settings);
        notes = copy(notes);
    }

    private static Map<String, String> copy(Map<String, String> map) {
        return Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }
}
