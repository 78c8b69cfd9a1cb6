package io.felucca.linux;

import static io.felucca.linux.MountFlags.*;

import java.io.IOException;
import java.nio.file.Path;

/** One mount as ordered, and the calls that it takes. */
record MountOrder(String type, String source, Path target, MountOptions options) {
  /** mount(2) copies one page, which ends with a zero byte. */
  static final int LONGEST_DATA = 4095;

  /** What an option such as {@code dev} lifts on a bind mount; {@code rw} lifts nothing. */
  private static final long LIFTABLE = MS_NOSUID | MS_NODEV | MS_NOEXEC;

  private static final long PER_MOUNT =
      MS_RDONLY
          | LIFTABLE
          | MS_NOSYMFOLLOW
          | MS_NOATIME
          | MS_NODIRATIME
          | MS_RELATIME
          | MS_STRICTATIME;

  void carryOut() throws IOException {
    try {
      if (FuseMount.handles(type)) {
        FuseMount.mount(this);
      } else if (options.loop()) {
        onLoopDevice();
      } else {
        make();
      }
    } catch (LinuxException e) {
      throw e.with("mounting " + type + " from " + source);
    }
  }

  private void onLoopDevice() throws IOException {
    try (LoopDevice loop = LoopDevice.attach(Path.of(source), options.has(MS_RDONLY))) {
      new MountOrder(type, loop.path().toString(), target, options).make();
    }
  }

  private void make() throws IOException {
    first();
    try {
      restrictBind();
      propagate();
    } catch (LinuxException e) {
      undo(e);
      throw e;
    }
  }

  private void first() throws IOException {
    if (options.idmapped()) {
      IdmappedMount.mount(this);
    } else if (tooLong()) {
      LongOverlay.mount(this);
    } else {
      Mounts.mount(type, source, target, options.flags(), data());
    }
  }

  private boolean tooLong() throws LinuxException {
    if (FileName.encode(data()).length <= LONGEST_DATA) {
      return false;
    }
    if (!type.equals(Overlay.TYPE)) {
      throw new LinuxException("mount", target, Errno.E2BIG);
    }
    return true;
  }

  String data() {
    return String.join(",", options.data());
  }

  /**
   * The first call of a bind mount ignores flags; a remount sets them. It would also lift what the
   * source is restricted by, so that is said again.
   */
  private void restrictBind() throws LinuxException {
    boolean fresh = options.has(MS_BIND) && !options.has(MS_REMOUNT);
    long lifted = options.cleared() & LIFTABLE;
    if (fresh && ((options.flags() & PER_MOUNT) | lifted) != 0) {
      long kept = FileSystem.of(target).flags() & (MS_RDONLY | LIFTABLE) & ~lifted;
      long flags = MS_REMOUNT | MS_BIND | (options.flags() & PER_MOUNT) | kept;
      Mounts.mount(null, null, target, flags, null);
    }
  }

  private void propagate() throws LinuxException {
    for (long propagation : options.propagations()) {
      Mounts.mount(null, null, target, propagation, null);
    }
  }

  private void undo(LinuxException cause) {
    if (options.has(MS_REMOUNT)) {
      return;
    }
    try {
      Mounts.unmount(target, MNT_DETACH | UMOUNT_NOFOLLOW);
    } catch (LinuxException e) {
      cause.addSuppressed(e);
    }
  }
}
