/**
 * Standard streams of processes through named pipes, with nothing but the Java platform.
 *
 * <p>Opening one end of a FIFO waits for the other end, and Java can neither open without waiting
 * nor give up waiting. For reading there is a way around: opening for reading and writing never
 * waits (fifo(7)), and beside such an opening neither does one for reading alone. The first is
 * closed once the process' side is there, so that the end of the output is seen. For writing that
 * would lose what is written before anybody reads, so a thread waits there; it is let go by an
 * opening for reading and writing. FIFOs are made by the command {@code mkfifo}: one process for
 * all of a task's, instead of a native library in every program.
 */
package io.felucca.client.stream;
