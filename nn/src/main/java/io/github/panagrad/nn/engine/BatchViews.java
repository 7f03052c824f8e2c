package io.github.panagrad.nn.engine;

import java.util.List;

/** All views of a step on a number of rows, made once for each batch size. */
record BatchViews(int rows, FirstPhase firstPhase, List<UpdateItem> items, List<ExchangedItems> exchanged) {}
