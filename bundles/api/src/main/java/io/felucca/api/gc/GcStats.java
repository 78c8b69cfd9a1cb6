package io.felucca.api.gc;

import java.time.Duration;

/**
 * One collection.
 *
 * @param locked how long changes of metadata had to wait
 * @param total how long it took with the removal of bytes
 */
public record GcStats(Duration locked, Duration total) {}
