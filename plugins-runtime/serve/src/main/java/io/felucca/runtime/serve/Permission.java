package io.felucca.runtime.serve;

import io.felucca.linux.Spawn;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Asks the script whether the process may go; it takes the process's name away then. */
final class Permission implements BooleanSupplier {
  private static final Logger LOG = System.getLogger("io.felucca.runtime.serve");
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final String program;
  private final Place place;

  Permission(String program, Place place) {
    this.program = program;
    this.place = place;
  }

  @Override
  public boolean getAsBoolean() {
    if (!Files.exists(place.pid())) {
      return true; // somebody has removed the folder: nobody finds us there
    }
    try {
      Spawn.Result result = Spawn.command(program, "retire", place.folder().toString()).run(LIMIT);
      return result.exitCode() == 0;
    } catch (IOException e) {
      LOG.log(Level.WARNING, "cannot retire", e);
      return false;
    }
  }
}
