package io.felucca.api;

import java.util.List;

/**
 * One file system to mount, as {@code mount(8)} would be told.
 *
 * @param type such as {@code overlay} or {@code bind}
 * @param source what is mounted
 * @param target where, relative to the root of what is being assembled; empty for that root itself
 * @param options fstab-style, such as {@code ro} or {@code lowerdir=/a:/b}
 */
public record Mount(String type, String source, String target, List<String> options) {
  public Mount {
    options = List.copyOf(options);
  }

  public static Mount of(String type, String source, List<String> options) {
    return new Mount(type, source, "", options);
  }
}
