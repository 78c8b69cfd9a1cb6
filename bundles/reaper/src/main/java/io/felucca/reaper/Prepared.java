package io.felucca.reaper;

import java.time.Duration;
import java.util.function.Supplier;

/**
 * A process of a container that may be wanted soon. Its supervisor is there, and the OCI runtime's
 * command has got as far as it gets without knowing what to run; nothing of the process itself has
 * happened.
 *
 * <p>The process's FIFOs are open at both ends (standard input: see {@link Supervised#begin()}) as
 * long as anything of this is there, so that whoever reads or writes them sees no end before the
 * process has begun. Of the methods but {@link #rest()}, one thread calls one at a time.
 */
public interface Prepared extends AutoCloseable {
  /**
   * Runs the process, and closes this. Where the command is not there any more (it was killed, or
   * given back), all is launched anew, with the streams as they are.
   *
   * @param launch as {@link Supervisor#start} has it; asked for where it is launched anew
   * @param process what the process file of the launch says
   * @param limit as {@link Supervisor#start} has it
   * @throws LaunchFailed as {@link Supervisor#start} does
   */
  Supervised start(Supplier<Launch> launch, byte[] process, Duration limit);

  /** Gives the command's memory back. The streams stay as they are. */
  void rest();

  /** Ends it: nothing is left, in the folder or elsewhere. */
  void discard();

  /**
   * Lets go of it, as a daemon does that ends: it rests, and {@link Supervisor#inherit} finds it.
   */
  @Override
  void close();
}
