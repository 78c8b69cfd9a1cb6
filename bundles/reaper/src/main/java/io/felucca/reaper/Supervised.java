package io.felucca.reaper;

import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;

/** A process of a container whose end will be known, whoever is there to see it. */
public interface Supervised extends AutoCloseable {
  /** The number of the container's process, in the daemon's pid namespace. */
  int pid();

  /** The number of the process beside it, which may have gone. */
  int supervisor();

  /**
   * Completes when the process has ended. What is made to follow runs in the thread that watches
   * all processes, and must not block it. Never completes after {@link #close()}.
   */
  CompletableFuture<Ended> exit();

  /** Sends a signal to the process itself; false where it has ended. */
  boolean signal(int signal);

  /**
   * Sets the size of its terminal, in characters; nothing happens once it has ended.
   *
   * @throws io.felucca.api.Fault with FAILED_PRECONDITION where it has no terminal
   */
  void resize(int width, int height);

  /**
   * To be called just before a created process is started: from now on the other end of its
   * standard input is held for later writers, unless one has come and gone since the creation.
   * Until then it is not held, because a client may be through with all of its input before it can
   * ask for {@link #closeStdin()}. Nothing happens where there is nothing to hold.
   */
  void begin();

  /**
   * Gives up the end of its standard input that was held for later writers: the process reads the
   * end of the file once all others have closed theirs. Nothing happens the second time.
   */
  void closeStdin();

  /** Stops watching; the process goes on, and can be adopted. */
  @Override
  void close();

  /**
   * Removes what is left of a process that has ended: files in its folder, its logger. Closes this.
   */
  void discard();

  /**
   * The same for a process whose folder goes as a whole, which is for the caller to do.
   *
   * @param moved where the folder is now
   */
  void discardAt(Path moved);
}
