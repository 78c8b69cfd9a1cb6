package io.felucca.oci.image;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** Which platforms will do, and which of two is better. */
public final class PlatformMatcher {
  /** The best first; empty for all. */
  private final List<Platform> wanted;

  /** Whether one is as good as the other. */
  private final boolean equal;

  private PlatformMatcher(List<Platform> wanted, boolean equal) {
    this.wanted = wanted;
    this.equal = equal;
  }

  /** What runs on a platform: itself at best, then what it is compatible with. */
  public static PlatformMatcher only(Platform platform) {
    return new PlatformMatcher(Architectures.runnableOn(platform), false);
  }

  /** A platform and nothing else. */
  public static PlatformMatcher strict(Platform platform) {
    return new PlatformMatcher(List.of(platform.normalized()), false);
  }

  /** Any of these platforms, one as good as the other. */
  public static PlatformMatcher any(Platform... platforms) {
    return new PlatformMatcher(Arrays.stream(platforms).map(Platform::normalized).toList(), true);
  }

  /** Every platform. */
  public static PlatformMatcher all() {
    return new PlatformMatcher(List.of(), true);
  }

  public boolean matches(Platform platform) {
    return wanted.isEmpty() || rank(platform) < wanted.size();
  }

  /** Sorts the best to the front; what does not match is last. */
  public Comparator<Platform> order() {
    return Comparator.comparingInt(this::rank)
        .thenComparing(platform -> platform.osFeatures().size(), Comparator.reverseOrder());
  }

  private int rank(Platform platform) {
    Platform normal = platform.normalized();
    for (int i = 0; i < wanted.size(); i++) {
      if (fits(wanted.get(i), normal)) {
        return equal ? 0 : i;
      }
    }
    return wanted.size();
  }

  /** What an image needs of a system's features has to be there. */
  private static boolean fits(Platform wanted, Platform image) {
    return wanted.os().equals(image.os())
        && wanted.architecture().equals(image.architecture())
        && wanted.variant().equals(image.variant())
        && wanted.osFeatures().containsAll(image.osFeatures());
  }
}
