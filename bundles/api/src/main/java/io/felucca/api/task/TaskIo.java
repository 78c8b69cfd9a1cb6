package io.felucca.api.task;

/**
 * Where a process reads and writes.
 *
 * @param stdin a FIFO's path; empty for none
 * @param stdout a FIFO's path or a URI ({@code file://}, {@code binary://}); empty for none
 * @param stderr as {@code stdout}; empty with a terminal
 * @param terminal whether a pseudo-terminal stands between
 */
public record TaskIo(String stdin, String stdout, String stderr, boolean terminal) {}
