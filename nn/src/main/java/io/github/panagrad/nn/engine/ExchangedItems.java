package io.github.panagrad.nn.engine;

import io.github.panagrad.tensor.Tensor;
import java.util.Comparator;
import java.util.List;

/**
 * The items whose gradients workers exchange in one message.
 *
 * @param items of a layer
 * @param gradients all of their gradients as one row of numbers
 */
record ExchangedItems(List<UpdateItem> items, Tensor gradients) {
    /** Returns the items by layer: first those that take longest to send, while the gradients of the others are computed. */
    static List<ExchangedItems> of(List<UpdateItem> items, KeptGradients gradients) {
        return gradients.groups().stream()
                .map(group -> new ExchangedItems(
                        items.stream()
                                .filter(item -> group.parameters().contains(item.slices()[0].number))
                                .toList(),
                        group.all()))
                .sorted(Comparator.comparingInt(
                        (ExchangedItems some) -> -some.gradients().size()))
                .toList();
    }
}
