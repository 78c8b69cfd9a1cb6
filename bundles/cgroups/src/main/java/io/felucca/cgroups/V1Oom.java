package io.felucca.cgroups;

import io.felucca.linux.EventFd;
import io.felucca.linux.Fd;
import io.felucca.linux.LinuxException;
import io.felucca.linux.Open;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A group of version 1: the kernel adds to an eventfd when it is out of memory, and once more when
 * it is removed. See memory.rst of admin-guide/cgroup-v1, "OOM Control".
 */
final class V1Oom implements OomSource {
  private final Path folder;
  private final EventFd event;
  private final Runnable action;

  private V1Oom(Path folder, EventFd event, Runnable action) {
    this.folder = folder;
    this.event = event;
    this.action = action;
  }

  static V1Oom of(Path folder, Runnable action) throws IOException {
    EventFd event = EventFd.open();
    try {
      register(folder, event);
      return new V1Oom(folder, event, action);
    } catch (IOException e) {
      event.close();
      throw e;
    }
  }

  private static void register(Path folder, EventFd event) throws IOException {
    try (Fd control = Open.path(folder.resolve("memory.oom_control"), Open.O_RDONLY)) {
      String line = event.fd().value() + " " + control.value();
      Files.write(
          folder.resolve("cgroup.event_control"),
          line.getBytes(StandardCharsets.US_ASCII),
          StandardOpenOption.WRITE);
    }
  }

  @Override
  public Fd fd() {
    return event.fd();
  }

  @Override
  public boolean look() throws LinuxException {
    boolean there = Files.exists(folder);
    if (event.take() > 0 && there) {
      action.run();
    }
    return there;
  }

  @Override
  public void close() {
    event.close();
  }
}
