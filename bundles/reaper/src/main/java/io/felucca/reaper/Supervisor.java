package io.felucca.reaper;

import io.felucca.api.task.TaskIo;
import java.nio.file.Path;

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
   * @throws LaunchFailed if the command failed; nothing of it is left in the folder then
   * @throws io.felucca.api.Fault with NOT_FOUND for FIFOs that are not there, INVALID_ARGUMENT for
   *     a URI that cannot be served
   */
  Supervised start(Launch launch);

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
}
