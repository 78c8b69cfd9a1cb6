package io.felucca.metadata.db;

import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The backends that hold bytes nobody refers to, as far as is known. */
public final class Dirt {
  private final Set<Backend> backends = new TreeSet<>();
  private final Set<Backend> taken = new TreeSet<>();
  private boolean anywhere;

  /** What {@link #toText} said in an earlier life; null where that life ended without saying it. */
  synchronized void read(String text) {
    anywhere |= text == null;
    if (text != null) {
      text.lines().map(Backend::parse).forEach(backends::add);
    }
  }

  synchronized String toText() {
    return Stream.concat(backends.stream(), taken.stream())
        .distinct()
        .map(Backend::toString)
        .collect(Collectors.joining("\n"));
  }

  public synchronized void add(Collection<Backend> more) {
    backends.addAll(more);
  }

  /** Says that any backend may hold such bytes. */
  public synchronized void anywhere() {
    anywhere = true;
  }

  synchronized boolean isAnywhere() {
    return anywhere;
  }

  /**
   * Takes what is known; of each backend it will be said how its sweep ended.
   *
   * @param all the answer where any backend may be dirty
   */
  public synchronized Set<Backend> take(Collection<Backend> all) {
    Set<Backend> mine = new TreeSet<>(backends);
    if (anywhere) {
      mine.addAll(all);
    }
    backends.clear();
    anywhere = false;
    taken.addAll(mine);
    return mine;
  }

  /** The sweep of a backend has ended. */
  public synchronized void swept(Backend backend, boolean clean) {
    taken.remove(backend);
    if (!clean) {
      backends.add(backend);
    }
  }
}
