package io.felucca.metadata.db;

import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The backends that hold bytes nobody refers to, as far as is known; shared by all instances on one
 * store, each of which has one of these.
 */
public final class Dirt {
  private final Set<String> backends;
  private final Set<String> taken;
  private final AtomicBoolean anywhere;

  public Dirt(Shared shared) {
    this.backends = shared.names("dirty");
    this.taken = shared.names("being swept");
    this.anywhere = shared.flag("dirty anywhere");
  }

  /** What {@link #toText} said in an earlier life; null where that life ended without saying it. */
  void read(String text) {
    synchronized (backends) {
      if (text == null) {
        anywhere.set(true);
      } else {
        text.lines().forEach(backends::add);
      }
    }
  }

  String toText() {
    synchronized (backends) {
      return Stream.concat(backends.stream(), taken.stream())
          .distinct()
          .sorted()
          .collect(Collectors.joining("\n"));
    }
  }

  public void add(Collection<Backend> more) {
    synchronized (backends) {
      more.forEach(backend -> backends.add(backend.toString()));
    }
  }

  /** Says that any backend may hold such bytes. */
  public void anywhere() {
    anywhere.set(true);
  }

  boolean isAnywhere() {
    return anywhere.get();
  }

  /**
   * Takes what is known; of each backend it will be said how its sweep ended.
   *
   * @param all the answer where any backend may be dirty
   */
  public Set<Backend> take(Collection<Backend> all) {
    synchronized (backends) {
      Set<Backend> mine = new TreeSet<>();
      backends.forEach(name -> mine.add(Backend.parse(name)));
      if (anywhere.getAndSet(false)) {
        mine.addAll(all);
      }
      backends.clear();
      mine.forEach(backend -> taken.add(backend.toString()));
      return mine;
    }
  }

  /** The sweep of a backend has ended. */
  public void swept(Backend backend, boolean clean) {
    synchronized (backends) {
      taken.remove(backend.toString());
      if (!clean) {
        backends.add(backend.toString());
      }
    }
  }
}
