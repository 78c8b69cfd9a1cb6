package io.felucca.client;

import io.felucca.oci.image.Platform;
import io.felucca.oci.image.PlatformMatcher;
import java.time.LocalDate;
import java.time.ZoneOffset;

/**
 * How an archive of images is loaded. A value: each method answers a new one.
 *
 * <pre>{@code
 * LoadOptions options = LoadOptions.usual().allPlatforms().unpackTo("overlayfs");
 * workspace.images().load(Path.of("busybox.tar"), options, Progress.NONE);
 * }</pre>
 *
 * @param platforms what of images for many platforms is kept; the rest of an archive becomes
 *     garbage
 * @param baseName the name in front of images that the archive gives a mere tag
 * @param unpackTo the snapshotter that images are unpacked to at once; empty for none: they are
 *     when a container needs them
 */
public record LoadOptions(PlatformMatcher platforms, String baseName, String unpackTo) {
  /** This machine's platform, base name {@code import-} and today's date, nothing unpacked. */
  public static LoadOptions usual() {
    return new LoadOptions(
        PlatformMatcher.only(Platform.host()), "import-" + LocalDate.now(ZoneOffset.UTC), "");
  }

  public LoadOptions allPlatforms() {
    return new LoadOptions(PlatformMatcher.all(), baseName, unpackTo);
  }

  public LoadOptions platform(Platform platform) {
    return new LoadOptions(PlatformMatcher.only(platform), baseName, unpackTo);
  }

  public LoadOptions baseName(String name) {
    return new LoadOptions(platforms, name, unpackTo);
  }

  public LoadOptions unpackTo(String snapshotter) {
    return new LoadOptions(platforms, baseName, snapshotter);
  }

  /** The name of an image that the archive calls by a reference, or by a mere tag. */
  String name(String ref) {
    return ref.contains("/") ? ref : baseName + ":" + ref;
  }
}
