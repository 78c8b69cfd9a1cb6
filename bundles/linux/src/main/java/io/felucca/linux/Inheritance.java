package io.felucca.linux;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The descriptors that a child gets, each under which number, arranged so that dup2(2) in any order
 * overwrites none that is still needed: all sources lie above all targets.
 */
final class Inheritance implements AutoCloseable {
  private final Map<Integer, Fd> sources = new HashMap<>();
  private final List<Fd> owned = new ArrayList<>();
  private final int end;

  /**
   * @param input content of standard input, or null
   */
  Inheritance(Map<Integer, Fd> wanted, byte[] input) throws LinuxException {
    sources.putAll(wanted);
    end = 1 + Math.max(2, highest(wanted));
    try {
      complete(input);
      lift();
    } catch (LinuxException e) {
      close();
      throw e;
    }
  }

  private static int highest(Map<Integer, Fd> wanted) {
    int highest = 0;
    for (int number : wanted.keySet()) {
      highest = Math.max(highest, number);
    }
    return highest;
  }

  private void complete(byte[] input) throws LinuxException {
    if (input != null) {
      sources.put(0, own(memory(input)));
    }
    Fd none = own(Open.at(Fd.CWD, "/dev/null", Open.O_RDWR, 0));
    for (int i = 0; i <= 2; i++) {
      sources.putIfAbsent(i, none);
    }
  }

  private void lift() throws LinuxException {
    for (Map.Entry<Integer, Fd> entry : sources.entrySet()) {
      if (entry.getValue().value() < end) {
        entry.setValue(own(entry.getValue().dupAbove(end)));
      }
    }
  }

  private static Fd memory(byte[] content) throws LinuxException {
    final int mfdCloexec = 1;
    try (Frame f = new Frame()) {
      Fd fd = new Fd(Libc.MEMFD_CREATE.check("stdin", f.string("stdin"), mfdCloexec), "stdin");
      fd.writeFully(ByteBuffer.wrap(content), 0);
      return fd;
    }
  }

  private Fd own(Fd fd) {
    owned.add(fd);
    return fd;
  }

  /** The number after the last that is given. */
  int end() {
    return end;
  }

  /** What is given under a number, null for a number that must be closed. */
  Fd source(int number) {
    return sources.get(number);
  }

  @Override
  public void close() {
    owned.forEach(Fd::close);
  }
}
