/**
 * Studies that search hyper-parameters: what is tried next, and what came of it.
 *
 * {@snippet :
 * import io.github.panagrad.tune.*;
 *
 * void main() throws IOException {
 *     SearchSpace space = SearchSpace.of(HyperParameter.number("x", -5, 5));
 *     try (Study study = Study.inMemory(StudySettings.of(space, Goal.MINIMIZE).withTrials(30))) {
 *         for (Optional<Trial> next = study.ask(); next.isPresent(); next = study.ask()) {
 *             double x = next.get().number("x");
 *             study.tell(next.get(), (x - 2) * (x - 2));
 *         }
 *         IO.println("the best of " + study.trials().size() + " trials: " + study.best(1).getFirst().parameters());
 *     }
 * }
 * }
 */
@NullMarked
package io.github.panagrad.tune;

import org.jspecify.annotations.NullMarked;
