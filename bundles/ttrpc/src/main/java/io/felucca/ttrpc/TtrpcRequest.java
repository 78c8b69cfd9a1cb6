package io.felucca.ttrpc;

import java.time.Duration;

/**
 * What a server's handler is called with.
 *
 * @param payload the request message, serialised
 * @param timeout how long the caller waits; {@link TtrpcClient#NO_TIMEOUT} when it did not say
 */
public record TtrpcRequest(
    String service, String method, byte[] payload, Metadata metadata, Duration timeout) {}
