package io.felucca.content;

import io.felucca.api.content.IngestStatus;

/**
 * What a writer takes over: an ingest that is open and locked.
 *
 * @param lock closing it lets the next writer in
 */
record Ingest(IngestStatus status, IngestFiles files, IngestData data, RefLock lock) {}
