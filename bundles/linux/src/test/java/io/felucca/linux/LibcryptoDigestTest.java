package io.felucca.linux;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertSame;
import static org.junit.Assert.assertTrue;
import static org.junit.Assume.assumeTrue;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Random;
import org.junit.Before;
import org.junit.Test;

/** Compared with Java's own. */
public class LibcryptoDigestTest {
  private final Random random = new Random(7);

  @Before
  public void thereIsALibcrypto() {
    assumeTrue("no libcrypto.so.3", Libcrypto.digestByName("SHA256") != 0);
  }

  private static MessageDigest java(String algorithm) throws Exception {
    return MessageDigest.getInstance(algorithm);
  }

  private static MessageDigest ours(String algorithm) throws Exception {
    MessageDigest ours = LibcryptoDigest.insteadOf(java(algorithm));
    assertTrue(ours instanceof LibcryptoDigest);
    return ours;
  }

  private byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }

  @Test
  public void arraysOfAnySizeHashAsInJava() throws Exception {
    for (String algorithm : new String[] {"SHA-256", "SHA-384", "SHA-512"}) {
      for (int size : new int[] {0, 1, 63, 64, 65, 16383, 16384, 16385, 1_000_000}) {
        byte[] bytes = bytes(size);
        assertArrayEquals(java(algorithm).digest(bytes), ours(algorithm).digest(bytes));
      }
    }
  }

  @Test
  public void buffersOfEveryKindAreTakenWholly() throws Exception {
    byte[] bytes = bytes(100_000);
    ByteBuffer direct = ByteBuffer.allocateDirect(bytes.length + 7).position(7);
    direct.put(bytes).flip().position(7);
    ByteBuffer heap = ByteBuffer.wrap(bytes);
    ByteBuffer readOnly = ByteBuffer.wrap(bytes).asReadOnlyBuffer();
    for (ByteBuffer each : new ByteBuffer[] {direct, heap, readOnly}) {
      MessageDigest ours = ours("SHA-256");
      ours.update(each);
      assertEquals(0, each.remaining());
      assertArrayEquals(java("SHA-256").digest(bytes), ours.digest());
    }
  }

  @Test
  public void aCopyGoesItsOwnWay() throws Exception {
    byte[] start = bytes(1000);
    MessageDigest ours = ours("SHA-256");
    ours.update(start);
    MessageDigest copy = (MessageDigest) ours.clone();
    assertArrayEquals(java("SHA-256").digest(start), copy.digest());
    ours.update((byte) 5);
    MessageDigest expected = java("SHA-256");
    expected.update(start);
    expected.update((byte) 5);
    assertArrayEquals(expected.digest(), ours.digest());
  }

  @Test
  public void itBeginsAnewAfterADigestAndAfterAReset() throws Exception {
    MessageDigest ours = ours("SHA-256");
    byte[] nothing = java("SHA-256").digest();
    ours.update(bytes(10));
    ours.digest();
    assertArrayEquals(nothing, ours.digest());
    ours.update(bytes(10));
    ours.reset();
    assertArrayEquals(nothing, ours.digest());
    assertEquals(32, ours.getDigestLength());
  }

  @Test
  public void whatLibcryptoIsNotAskedForStaysWithJava() throws Exception {
    MessageDigest md5 = java("MD5");
    assertSame(md5, LibcryptoDigest.insteadOf(md5));
  }
}
