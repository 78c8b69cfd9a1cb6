package io.felucca.reaper;

import io.felucca.api.task.TaskIo;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Runs OCI runtime commands whose containers outlive this process.
 *
 * <p>Each container, and each process executed in one, gets a small process beside it that stays
 * when the daemon goes: it learns how the container's process ended, writes that into the folder,
 * and holds the pipes and the terminal meanwhile. Safe for use by several threads.
 */
public interface Supervisor {
  /**
   * Makes a process of a container. Blocks until the OCI runtime's command has ended.
   *
   * @param limit how long that may take; the command is killed after it
   * @throws LaunchFailed if the command failed or took too long; nothing of it is left in the
   *     folder then, nor does any process that it made
   * @throws io.felucca.api.Fault with NOT_FOUND for FIFOs that are not there, INVALID_ARGUMENT for
   *     a URI that cannot be served
   */
  Supervised start(Launch launch, Duration limit);

  /** The same for a command that may take a day. */
  default Supervised start(Launch launch) {
    return start(launch, Duration.ofDays(1));
  }

  /**
   * Begins to make a process of a container that may be wanted soon. Empty where that cannot be:
   * only executions in a container can be prepared, with FIFOs or without streams.
   *
   * <p>The OCI runtime's command is run with a FIFO for its process file, and must read that only
   * once it has nothing else to find out: known of runc.
   *
   * @param launch whose folder is empty; its own process file is not looked at
   */
  default Optional<Prepared> prepare(Launch launch) {
    return Optional.empty();
  }

  /**
   * Takes over what an earlier daemon, or another instance, has prepared. Empty where there is none
   * any more.
   *
   * @param folder of its {@link Launch}, whose process has not been started
   * @param io what its launch said
   */
  default Optional<Prepared> inherit(Path folder, TaskIo io) {
    return Optional.empty();
  }

  /**
   * Takes over a process that an earlier daemon started. One that has ended meanwhile is adopted
   * too: its {@link Supervised#exit()} is complete. One that is still being made is waited for.
   *
   * @param folder of its {@link Launch}
   * @param io what its launch said
   * @throws io.felucca.api.Fault with NOT_FOUND where nothing was ever started in the folder, or
   *     where its OCI runtime command failed
   */
  Supervised adopt(Path folder, TaskIo io);

  /**
   * Ends whatever was started in a folder, half-made or not: the OCI runtime's command with all
   * that it has made, the process itself, the one beside it. Waits until they are gone, for ten
   * seconds at most, and removes what is left of them. Nothing happens where nothing was ever
   * started.
   */
  void abandon(Path folder);
}
