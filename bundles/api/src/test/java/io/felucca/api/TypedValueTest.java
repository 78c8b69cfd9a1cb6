package io.felucca.api;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.nio.ByteBuffer;
import org.junit.Test;

public class TypedValueTest {
  private static final byte[] BYTES = {1, 2, 3, 4};

  @Test
  public void aPartOfABufferIsAValueLikeACopyOfIt() {
    TypedValue kept = TypedValue.keeping("some.Type", ByteBuffer.wrap(BYTES, 1, 2));
    TypedValue copied = new TypedValue("some.Type", new byte[] {2, 3});
    assertEquals(copied, kept);
    assertEquals(copied.hashCode(), kept.hashCode());
    assertArrayEquals(new byte[] {2, 3}, kept.bytes());
    assertEquals("some.Type[2 bytes]", kept.toString());
  }

  @Test
  public void readingItsBytesChangesNothing() {
    TypedValue value = new TypedValue("some.Type", BYTES);
    ByteBuffer read = value.buffer();
    assertTrue(read.isReadOnly());
    read.position(3);
    assertEquals(4, value.buffer().remaining());
    value.bytes()[0] = 9;
    assertArrayEquals(BYTES, value.bytes());
  }
}
