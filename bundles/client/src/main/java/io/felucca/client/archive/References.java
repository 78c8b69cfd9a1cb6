package io.felucca.client.archive;

/** Names of images in their full form, as {@code docker.io/library/busybox:latest}. */
public final class References {
  private static final String HUB = "docker.io";

  private References() {}

  /** The full form of what users of Docker write: {@code busybox}, {@code me/app:1}. */
  public static String familiar(String name) {
    int slash = name.indexOf('/');
    String first = slash < 0 ? "" : name.substring(0, slash);
    boolean host = first.contains(".") || first.contains(":") || first.equals("localhost");
    String full;
    if (host) {
      full = first.equals("index." + HUB) ? HUB + name.substring(slash) : name;
    } else {
      full = HUB + "/" + (slash < 0 ? "library/" : "") + name;
    }
    return hasTag(full) ? full : full + ":latest";
  }

  private static boolean hasTag(String name) {
    return name.substring(name.lastIndexOf('/') + 1).contains(":") || name.contains("@");
  }
}
