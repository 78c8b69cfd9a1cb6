package io.felucca.diff.apply;

import io.felucca.api.Fault;
import io.felucca.linux.FileName;
import java.util.ArrayList;
import java.util.List;

/** Names of members, which anybody may have written. */
final class Names {
  static final String WHITEOUT = ".wh.";
  static final String OPAQUE = ".wh..wh..opq";

  private static final String AUFS = ".wh..wh.";

  /** PATH_MAX without the final zero: nobody could use a longer one. */
  private static final int MAX_PATH = 4095;

  private Names() {}

  /** Relative to the root, without dots and double slashes; ".." stops at the root. */
  static String clean(String name) {
    if (isClean(name)) {
      return name;
    }
    List<String> parts = new ArrayList<>();
    for (String part : name.split("/")) {
      if (part.equals("..")) {
        if (!parts.isEmpty()) {
          parts.remove(parts.size() - 1);
        }
      } else if (!part.isEmpty() && !part.equals(".")) {
        parts.add(part);
      }
    }
    return String.join("/", parts);
  }

  private static boolean isClean(String name) {
    return !name.startsWith("/")
        && !name.endsWith("/")
        && !name.startsWith(".")
        && !name.contains("//")
        && !name.contains("/.");
  }

  /** Refuses a path that the system has no calls for. */
  static void checkLength(String path) {
    if (path.length() > MAX_PATH / 4 && FileName.encode(path).length > MAX_PATH) {
      throw Fault.invalid(
          "invalid layer: path of more than %d bytes: %s...", MAX_PATH, path.substring(0, 100));
    }
  }

  /** Bookkeeping of aufs, which is no part of a layer: opaque marks are. */
  static boolean isAufs(String path) {
    if (!path.contains(AUFS)) {
      return false;
    }
    for (String part : path.split("/")) {
      if (part.startsWith(AUFS) && !part.equals(OPAQUE)) {
        return true;
      }
    }
    return false;
  }

  /** What a whiteout's name removes. */
  static String hidden(String whiteout) {
    String name = whiteout.substring(WHITEOUT.length());
    if (name.isEmpty() || name.equals(".") || name.equals("..")) {
      throw Fault.invalid("invalid layer: invalid whiteout name \"%s\"", whiteout);
    }
    return name;
  }
}
