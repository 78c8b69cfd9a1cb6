package io.felucca.diff.compare;

import java.io.IOException;

/** Hears what has changed, in order of paths. */
interface Changes {
  /** Something is new or other than it was. */
  void changed(String path, Node now) throws IOException;

  /** A file that is as it was, but has several names, of which another one may have changed. */
  void unchanged(String path, Node now) throws IOException;

  /** Something is gone; what was below it is not told. */
  void removed(String path) throws IOException;
}
