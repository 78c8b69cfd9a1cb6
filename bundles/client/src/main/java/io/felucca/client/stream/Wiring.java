package io.felucca.client.stream;

import io.felucca.api.task.TaskIo;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;

/**
 * What the standard streams of a process are to be connected with.
 *
 * @param names URIs that the runtime opens itself, or empty names; null where streams of this
 *     program are connected
 * @param stdin null for none
 * @param stdout null with {@code isPiped} or {@code names}
 * @param stderr null with {@code isPiped} or {@code names}
 * @param isPiped whether this program gets streams to read and write
 * @param hasStdin whether there is any input
 * @param terminal whether the process gets a terminal
 * @param folder where FIFOs are made
 */
public record Wiring(
    TaskIo names,
    InputStream stdin,
    OutputStream stdout,
    OutputStream stderr,
    boolean isPiped,
    boolean hasStdin,
    boolean terminal,
    Path folder) {
  boolean isLocal() {
    return names == null;
  }
}
