package io.felucca.reaper.stdio;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.felucca.api.Fault;
import java.nio.file.Path;
import java.util.List;
import org.junit.Test;

public class StdioUriTest {
  @Test
  public void pathWithoutSchemeIsTakenAsItIs() {
    StdioUri uri = StdioUri.parse("/run/a b+c%20d/out?x=1");
    assertEquals("", uri.scheme());
    assertEquals(Path.of("/run/a b+c%20d/out?x=1"), uri.path());
  }

  @Test
  public void fileIsDecoded() {
    StdioUri uri = StdioUri.parse("file:///var/log/a%20b+c.log");
    assertTrue(uri.isFile());
    assertEquals(Path.of("/var/log/a b+c.log"), uri.path());
  }

  @Test
  public void fileOfThisHostIsTaken() {
    assertEquals(Path.of("/a/b"), StdioUri.parse("file://localhost/a/b").path());
  }

  @Test
  public void nulIsRefused() {
    for (String text : List.of("/a\0b", "file:///a%00b", "binary:///a%00b")) {
      Fault fault = assertThrows(Fault.class, () -> StdioUri.parse(text));
      assertEquals(Fault.Kind.INVALID_ARGUMENT, fault.kind());
    }
  }

  @Test
  public void argumentsOfALoggerAreNamesAndFirstValues() {
    StdioUri uri = StdioUri.parse("binary:///bin/log?b=1+2&a=%2Fx&flag&b=again");
    assertEquals(Path.of("/bin/log"), uri.path());
    assertEquals(List.of("b", "1 2", "a", "/x", "flag", ""), uri.arguments());
  }

  @Test
  public void relativePathsAreRefused() {
    for (String text : List.of("file://log", "file://host/log", "binary://bin/log", "out")) {
      Fault fault = assertThrows(text, Fault.class, () -> StdioUri.parse(text));
      assertEquals(Fault.Kind.INVALID_ARGUMENT, fault.kind());
      assertTrue(fault.getMessage(), fault.getMessage().endsWith("is not absolute"));
    }
  }

  @Test
  public void unknownSchemeIsRefusedNamingTheKnown() {
    Fault fault = assertThrows(Fault.class, () -> StdioUri.parse("npipe:////./pipe/x"));
    assertEquals(Fault.Kind.INVALID_ARGUMENT, fault.kind());
    assertTrue(fault.getMessage(), fault.getMessage().contains("npipe"));
    assertTrue(fault.getMessage(), fault.getMessage().contains("file:///"));
    assertTrue(fault.getMessage(), fault.getMessage().contains("binary:///"));
  }

  @Test
  public void brokenEscapeIsRefused() {
    Fault fault = assertThrows(Fault.class, () -> StdioUri.parse("file:///a%zz"));
    assertEquals(Fault.Kind.INVALID_ARGUMENT, fault.kind());
  }
}
