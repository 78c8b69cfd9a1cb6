package io.felucca.reaper;

import java.nio.file.Path;
import java.util.Optional;

/** What a supervising process leaves behind in files. */
interface Remains {
  /** The folder of the supervised process. */
  Path path();

  /** Where the OCI runtime writes the number of the process. */
  Path pidFile();

  /** Who is there; empty where nobody has ever come so far. */
  Optional<State> state();

  /** Its end; empty where it runs, or its end was not recorded. */
  Optional<Ended> ended();

  /** Removes all of it; files of others stay. */
  void clear();
}
