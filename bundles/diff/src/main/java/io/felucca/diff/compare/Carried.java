package io.felucca.diff.compare;

import io.felucca.linux.Errno;
import io.felucca.linux.LinuxException;
import io.felucca.linux.Xattrs;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Extended attributes that a layer carries: capabilities of programs and what users have set. Those
 * of {@code trusted.*} and security labels belong to the host.
 */
final class Carried {
  private static final String CAPABILITY = "security.capability";

  private Carried() {}

  static Map<String, byte[]> of(Node node) throws LinuxException {
    Map<String, byte[]> carried = new TreeMap<>();
    for (String name : names(node)) {
      byte[] value = isCarried(name) ? Xattrs.get(node.folder(), node.name(), name) : null;
      if (value != null) {
        carried.put(name, value);
      }
    }
    return carried;
  }

  private static List<String> names(Node node) throws LinuxException {
    try {
      return Xattrs.list(node.folder(), node.name());
    } catch (LinuxException e) {
      if (e.is(Errno.ENOENT, Errno.EPERM, Errno.EACCES)) {
        return List.of();
      }
      throw e;
    }
  }

  private static boolean isCarried(String name) {
    return name.equals(CAPABILITY) || name.startsWith("user.") && !name.startsWith("user.overlay.");
  }

  static boolean same(Node one, Node other) throws LinuxException {
    Map<String, byte[]> first = of(one);
    Map<String, byte[]> second = of(other);
    return first.keySet().equals(second.keySet())
        && first.keySet().stream().allMatch(k -> Arrays.equals(first.get(k), second.get(k)));
  }
}
