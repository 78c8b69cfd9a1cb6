package io.felucca.oci.image;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.felucca.api.Fault;
import java.util.List;
import java.util.stream.Stream;
import org.junit.Test;

public class PlatformTest {
  private static String parsed(String text) {
    return Platform.parse(text).toString();
  }

  @Test
  public void namesAreThoseOfGo() {
    assertEquals("linux/amd64", parsed("linux/x86_64"));
    assertEquals("linux/amd64", parsed("Linux/AMD64/v1"));
    assertEquals("linux/amd64/v3", parsed("linux/amd64/v3"));
    assertEquals("linux/386", parsed("i386"));
    assertEquals("linux/arm64", parsed("linux/aarch64"));
    assertEquals("linux/arm64/v8", parsed("linux/arm64/v8"));
    assertEquals("linux/arm", parsed("linux/armhf"));
    assertEquals("linux/arm/v6", parsed("armel"));
    assertEquals("linux/arm/v7", parsed("linux/arm/7"));
    assertEquals("darwin/arm64", parsed("macos/arm64"));
    assertEquals("windows(10.0.17763)/amd64", parsed("windows(10.0.17763)/amd64"));
    assertEquals(Platform.host().toString(), parsed("linux"));
    assertEquals("unknown", new Platform("", "", "").toString());
  }

  @Test
  public void whatIsNoPlatformIsRefused() {
    for (String text : List.of("", "linux/*", "a/b/c/d", "nonsense", "linux/", "li nux/amd64")) {
      assertThrows(text, Fault.class, () -> Platform.parse(text));
    }
  }

  @Test
  public void compatiblePlatformsMatchTheBestFirst() {
    PlatformMatcher matcher = PlatformMatcher.only(Platform.parse("linux/arm64"));

    List<String> best =
        Stream.of("linux/arm/v6", "linux/amd64", "linux/arm/v7", "linux/arm64", "linux/arm/v8")
            .map(Platform::parse)
            .filter(matcher::matches)
            .sorted(matcher.order())
            .map(Platform::toString)
            .toList();

    assertEquals(List.of("linux/arm64", "linux/arm/v8", "linux/arm/v7", "linux/arm/v6"), best);
  }

  @Test
  public void newerVariantsDoNotMatch() {
    PlatformMatcher v2 = PlatformMatcher.only(Platform.parse("linux/amd64/v2"));

    assertTrue(v2.matches(Platform.parse("linux/amd64/v2")));
    assertTrue(v2.matches(Platform.parse("linux/amd64")));
    assertTrue(v2.matches(Platform.parse("linux/386")));
    assertFalse(v2.matches(Platform.parse("linux/amd64/v3")));
    assertFalse(v2.matches(Platform.parse("windows/amd64")));
    assertFalse(
        PlatformMatcher.only(Platform.parse("linux/arm/v6"))
            .matches(Platform.parse("linux/arm/v7")));
  }

  @Test
  public void armNinesRunEights() {
    PlatformMatcher matcher = PlatformMatcher.only(Platform.parse("linux/arm64/v9.1"));

    assertTrue(matcher.matches(Platform.parse("linux/arm64/v9")));
    assertTrue(matcher.matches(Platform.parse("linux/arm64/v8.6")));
    assertFalse(matcher.matches(Platform.parse("linux/arm64/v8.7")));
    assertFalse(matcher.matches(Platform.parse("linux/arm64/v9.2")));
    assertTrue(matcher.matches(Platform.parse("linux/arm/v7")));
  }

  @Test
  public void strictAndAnyAndAllMatchWhatTheySay() {
    Platform amd64 = Platform.parse("linux/amd64");
    Platform i386 = Platform.parse("linux/386");

    assertFalse(PlatformMatcher.strict(amd64).matches(i386));
    assertTrue(PlatformMatcher.any(amd64, i386).matches(i386));
    assertFalse(PlatformMatcher.any(amd64).matches(i386));
    assertTrue(PlatformMatcher.all().matches(i386));
    assertEquals(0, PlatformMatcher.any(amd64, i386).order().compare(amd64, i386));
  }

  @Test
  public void featuresThatAnImageNeedsHaveToBeThere() {
    Platform plain = new Platform("linux", "amd64", "");
    Platform erofs = new Platform("linux", "amd64", "", "", List.of("erofs"));

    assertFalse(PlatformMatcher.only(plain).matches(erofs));
    assertTrue(PlatformMatcher.only(erofs).matches(plain));
    assertTrue(PlatformMatcher.only(erofs).order().compare(erofs, plain) < 0);
  }
}
