package io.felucca.api.lease;

/**
 * One thing a lease holds.
 *
 * @param type {@code content}, {@code ingests}, {@code images} or {@code snapshots/<snapshotter>}
 * @param id the digest, reference, name or key
 */
public record LeaseResource(String type, String id) {}
