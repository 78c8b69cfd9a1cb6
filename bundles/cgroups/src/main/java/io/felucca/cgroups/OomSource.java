package io.felucca.cgroups;

import io.felucca.linux.Fd;
import java.io.IOException;

/** Something to be waited for that tells of groups out of memory. */
interface OomSource extends AutoCloseable {
  Fd fd();

  /** Looks what has happened, in the thread that waits; false where there is nothing to come. */
  boolean look() throws IOException;

  @Override
  void close();
}
