package io.felucca.oci.seccomp;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The two numbers that a kernel's release begins with; 0.0 where it does not. */
record KernelRelease(int major, int minor) {
  private static final Pattern NUMBERS = Pattern.compile("(\\d{1,4})\\.(\\d{1,4}).*");

  static KernelRelease parse(String release) {
    Matcher numbers = NUMBERS.matcher(release);
    return numbers.matches()
        ? new KernelRelease(Integer.parseInt(numbers.group(1)), Integer.parseInt(numbers.group(2)))
        : new KernelRelease(0, 0);
  }

  boolean isAtLeast(KernelRelease other) {
    return major > other.major || major == other.major && minor >= other.minor;
  }
}
