package io.felucca.diff.view;

import io.felucca.api.Fault;
import io.felucca.api.Mount;
import io.felucca.linux.Fd;
import io.felucca.linux.LinuxException;
import io.felucca.linux.Open;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** An open directory that shows what mounts make up; what had to be mounted for it goes with it. */
public final class View implements AutoCloseable {
  private final Fd root;
  private final TempMount mounted;

  private View(Fd root, TempMount mounted) {
    this.root = root;
    this.mounted = mounted;
  }

  /** Of a directory as it is. */
  public static View of(Path directory) throws LinuxException {
    return new View(Open.directory(directory), null);
  }

  /** For writing: a plain bind mount is its source, anything else is mounted in {@code temp}. */
  public static View writable(List<Mount> mounts, Path temp) throws IOException {
    return isPlainBind(mounts) && !mounts.get(0).options().contains("ro")
        ? of(Path.of(mounts.get(0).source()))
        : mounted(mounts, temp);
  }

  /** For reading only. */
  public static View readable(List<Mount> mounts, Path temp) throws IOException {
    return isPlainBind(mounts)
        ? of(Path.of(mounts.get(0).source()))
        : mounted(mounts.stream().map(View::readOnly).toList(), temp);
  }

  /** Whether nothing but a directory is shown, with its own owners. */
  static boolean isPlainBind(List<Mount> mounts) {
    if (mounts.size() != 1 || !mounts.get(0).target().isEmpty()) {
      return false;
    }
    List<String> options = mounts.get(0).options();
    boolean bind =
        mounts.get(0).type().equals("bind")
            || options.contains("bind")
            || options.contains("rbind");
    return bind && options.stream().noneMatch(View::changesOwners);
  }

  private static boolean changesOwners(String option) {
    return option.startsWith("uidmap=") || option.startsWith("gidmap=");
  }

  private static Mount readOnly(Mount mount) {
    if (mount.type().equals("overlay")) {
      Mount overlay = OverlayOptions.of(mount).readOnly();
      return new Mount("overlay", mount.source(), mount.target(), overlay.options());
    }
    List<String> options =
        new ArrayList<>(mount.options().stream().filter(o -> !o.equals("rw")).toList());
    options.add("ro");
    return new Mount(mount.type(), mount.source(), mount.target(), options);
  }

  private static View mounted(List<Mount> mounts, Path temp) throws IOException {
    if (mounts.isEmpty()) {
      throw Fault.invalid("no mounts given");
    }
    TempMount mounted = TempMount.of(mounts, temp);
    try {
      return new View(Open.directory(mounted.path()), mounted);
    } catch (IOException e) {
      mounted.close();
      throw e;
    }
  }

  /** Unmounts what a process that was killed has left in {@code temp}. */
  public static void cleanUp(Path temp) throws IOException {
    TempMount.clean(temp);
  }

  public Fd root() {
    return root;
  }

  @Override
  public void close() {
    root.close();
    if (mounted != null) {
      mounted.close();
    }
  }
}
