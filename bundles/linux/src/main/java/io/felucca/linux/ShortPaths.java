package io.felucca.linux;

import java.util.ArrayList;
import java.util.List;

/**
 * Gives paths that are longer than the 255 bytes of fsconfig(2) a short one for a while, by way of
 * a descriptor.
 */
final class ShortPaths implements AutoCloseable {
  private static final int LONGEST = 255;

  private final List<Fd> held = new ArrayList<>();

  /** The path, or a short one for the same place while this is open. */
  String shorten(String path) throws LinuxException {
    if (FileName.encode(path).length <= LONGEST) {
      return path;
    }
    Fd place = Open.at(Fd.CWD, path, Open.O_PATH, 0);
    held.add(place);
    return place.procPath();
  }

  @Override
  public void close() {
    held.forEach(Fd::close);
  }
}
