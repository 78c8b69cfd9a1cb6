package io.felucca.client.stream;

import io.felucca.api.Digest;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Whose FIFOs a folder holds, which is written in its name: {@code
 * felucca,DAEMON,CONTAINER,EXEC,PID,CHANCE}. IDs have no commas.
 *
 * @param daemon stands for a daemon's address and a namespace there
 * @param container its ID
 * @param exec its ID; empty for the container's first process
 * @param maker the process ID of the program that made the folder
 */
public record FifoOwner(String daemon, String container, String exec, long maker) {
  private static final String MARK = "felucca";
  private static final int DAEMON_LETTERS = 12;
  private static final int PARTS = 6;

  /** A process for which this program makes FIFOs. */
  public static FifoOwner of(String address, String namespace, String container, String exec) {
    return new FifoOwner(
        daemon(address, namespace), container, exec, ProcessHandle.current().pid());
  }

  /** What stands for an address and a namespace. */
  public static String daemon(String address, String namespace) {
    byte[] both = (address + "\0" + namespace).getBytes(StandardCharsets.UTF_8);
    return Digest.of(both).hex().substring(0, DAEMON_LETTERS);
  }

  /** How the folder's name begins; chance goes on. */
  String prefix() {
    return String.join(",", MARK, daemon, container, exec, Long.toString(maker), "");
  }

  /** How all names begin that are of one daemon and namespace. */
  static String prefix(String daemon) {
    return MARK + "," + daemon + ",";
  }

  /** Reads a folder's name; empty where it is none of ours. */
  static Optional<FifoOwner> parse(String name) {
    String[] parts = name.split(",", -1);
    if (parts.length != PARTS || !parts[0].equals(MARK) || !parts[4].matches("[0-9]{1,18}")) {
      return Optional.empty();
    }
    return Optional.of(new FifoOwner(parts[1], parts[2], parts[3], Long.parseLong(parts[4])));
  }

  /** Whether the program that made the folder may still be about to use it. */
  boolean isAtWork() {
    return ProcessHandle.of(maker).isPresent();
  }
}
