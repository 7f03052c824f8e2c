/** How several processes train one network together: what they tell each other. */
@NullMarked
package io.github.panagrad.nn.exchange;

import org.jspecify.annotations.NullMarked;
