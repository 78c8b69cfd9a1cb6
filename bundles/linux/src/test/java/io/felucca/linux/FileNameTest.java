package io.felucca.linux;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;

import java.util.Random;
import org.junit.Test;

public class FileNameTest {
  @Test
  public void validNamesAreUtf8() {
    String name = "caf\u00e9-\u4e2d\u6587-\uD83D\uDE80";
    assertArrayEquals(name.getBytes(UTF_8), FileName.encode(name));
    assertEquals(name, FileName.decode(name.getBytes(UTF_8)));
  }

  @Test
  public void invalidBytesBecomeLoneSurrogates() {
    byte[] latin1 = {'a', (byte) 0xe9, 'b', (byte) 0xff};
    assertEquals("a\uDCE9b\uDCFF", FileName.decode(latin1));
    assertArrayEquals(latin1, FileName.encode("a\uDCE9b\uDCFF"));
  }

  @Test
  public void cutOffCharacterAtTheEndIsKept() {
    byte[] cut = {'x', (byte) 0xe4, (byte) 0xb8};
    assertArrayEquals(cut, FileName.encode(FileName.decode(cut)));
  }

  @Test
  public void anyBytesComeBack() {
    Random random = new Random(7);
    for (int i = 0; i < 2000; i++) {
      byte[] bytes = new byte[random.nextInt(24)];
      random.nextBytes(bytes);
      assertArrayEquals(bytes, FileName.encode(FileName.decode(bytes)));
    }
  }
}
