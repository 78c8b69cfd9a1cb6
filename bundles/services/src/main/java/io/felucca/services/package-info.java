/**
 * One thin class for each gRPC service: the request becomes Java, one call goes down, the answer
 * becomes a message.
 *
 * <p>Nothing is decided here that another entrance (CRI, transfer) would have to decide again, and
 * no error is mapped: services throw faults, and {@link io.felucca.wire.call.FaultsOfCalls} makes
 * statuses of them.
 */
package io.felucca.services;
