package io.felucca.tasks;

import static org.junit.Assert.assertEquals;

import io.felucca.api.TypedValue;
import org.junit.Test;

public class RuncOptionsTest {
  private static String path(int... bytes) {
    byte[] message = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      message[i] = (byte) bytes[i];
    }
    return RuncOptions.criuImagePath(new TypedValue("containerd.runc.v1.Options", message));
  }

  @Test
  public void fieldIsFoundAmongOthers() {
    // 1: varint, 3: "ab", 10: "/c", 13: varint
    assertEquals("/c", path(8, 1, 26, 2, 'a', 'b', 82, 2, '/', 'c', 104, 0x80, 1));
  }

  @Test
  public void absentAndUnreadableAreEmpty() {
    assertEquals("", path());
    assertEquals("", path(8));
    assertEquals("", path(83));
    assertEquals("", path(82, 0xff, 0xff, 0xff, 0xff, 0x0f, 1));
  }

  @Test
  public void otherOptionsAreNotLookedInto() {
    assertEquals("", RuncOptions.criuImagePath(new TypedValue("x", new byte[] {82, 1, 'a'})));
    assertEquals("", RuncOptions.criuImagePath(null));
  }
}
