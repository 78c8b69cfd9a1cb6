package io.felucca.launcher.log;

import static org.junit.Assert.assertEquals;

import java.util.Map;
import org.junit.Test;

public class FieldsTest {
  @Test
  public void pairsAtTheEndBecomeFields() {
    assertFields(
        "image pulled", Map.of("ref", "a/b:c", "took", "12ms"), "image pulled ref=a/b:c took=12ms");
  }

  @Test
  public void quotedValueMayHoldBlanks() {
    assertFields(
        "failed",
        Map.of("why", "no \"such\" file", "n", "1"),
        "failed why=\"no \\\"such\\\" file\" n=1");
  }

  @Test
  public void pairsInTheMiddleStayInTheMessage() {
    assertFields("mount option lowerdir=/a refused", Map.of(), "mount option lowerdir=/a refused");
    assertFields("option a=b refused", Map.of("path", "/x"), "option a=b refused path=/x");
  }

  @Test
  public void lastErrorGoesOnToTheEnd() {
    assertFields(
        "cannot open",
        Map.of("path", "/x", "error", "no such file"),
        "cannot open path=/x error=no such file");
  }

  @Test
  public void emptyValueIsAValue() {
    assertFields(
        "starting", Map.of("revision", "", "version", "1"), "starting revision= version=1");
  }

  @Test
  public void messageWithoutPairsIsLeftAlone() {
    assertFields("", Map.of(), "");
    assertFields("a = b", Map.of(), "a = b");
    assertFields("key=value", Map.of(), "key=value");
    assertFields("open quote k=\"v", Map.of(), "open quote k=\"v");
  }

  private static void assertFields(String message, Map<String, String> values, String text) {
    Fields fields = Fields.of(text);
    assertEquals(message, fields.message());
    assertEquals(values, fields.values());
  }
}
