package io.github.panagrad.nn.checkpoint;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a checkpoint says of its training, beside its tensors. A value.
 *
 * @param network the shape of the network, key by key
 * @param training the configuration of the training
 * @param data the number of samples and the fingerprints of the training and the validation set
 * @param arithmetic what the bits of a step depend on besides: backend, threads, library
 * @param settings what the user said must not change
 * @param notes what the user wanted to be known
 * @param progress where the training stands
 */
public record CheckpointDescription(
        Map<String, String> network,
        Map<String, String> training,
        Map<String, String> data,
        Map<String, String> arithmetic,
        Map<String, String> settings,
        Map<String, String> notes,
        Progress progress) {
    /** Copies the maps, in their order. */
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
