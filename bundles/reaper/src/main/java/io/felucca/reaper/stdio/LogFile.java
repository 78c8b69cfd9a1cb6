package io.felucca.reaper.stdio;

import io.felucca.api.Fault;
import io.felucca.linux.LinuxException;
import io.felucca.linux.Open;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Output to the end of a file, which is made where it is not there, as are its parents. */
final class LogFile {
  private static final int MODE = 0644;

  private LogFile() {}

  static Ends open(Path path) throws LinuxException {
    try {
      if (path.getParent() != null) {
        Files.createDirectories(path.getParent());
      }
    } catch (IOException e) {
      throw Fault.io("log file " + path, e);
    }
    int flags = Open.O_WRONLY | Open.O_APPEND | Open.O_CREAT | Open.O_NOCTTY;
    return new Ends(Open.path(path, flags, MODE), null);
  }
}
