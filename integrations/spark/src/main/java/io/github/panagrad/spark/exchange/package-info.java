/**
 * The exchange of gradients between the workers that train one network together, over TCP: {@link
 * io.github.panagrad.spark.exchange.TcpExchange} knows nothing of Spark, {@link io.github.panagrad.spark.exchange.BarrierExchange} joins the
 * tasks of a barrier stage.
 *
 * <p>Every worker has two connections to every other. A sum is cut into one part for each worker, its owner; all send each owner their
 * numbers of its part, in pieces, on the first connection, and the owner sends the sums back on the second. With two connections
 * neither direction can block the other, so that the limits of TCP are all the flow control there is.
 */
@NullMarked
package io.github.panagrad.spark.exchange;

import org.jspecify.annotations.NullMarked;
