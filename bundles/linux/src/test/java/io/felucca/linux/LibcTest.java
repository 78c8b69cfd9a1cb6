package io.felucca.linux;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.Test;

public class LibcTest {
  @Test
  public void everyFunctionExistsHere() {
    List<Libc> missing =
        Arrays.stream(Libc.values()).filter(f -> !f.exists()).collect(Collectors.toList());
    assertEquals(List.of(), missing);
  }

  @Test
  public void negativeResultOfAnIntFunctionStaysNegative() {
    assertEquals(-1, Libc.CLOSE.call(-1));
    assertEquals(Errno.EBADF.number(), Libc.lastErrno());
  }

  @Test
  public void callsByNumberReachTheKernel() {
    assertEquals(-1, Syscall.PIDFD_OPEN.call(-1, 0, 0, 0, 0));
    assertEquals(Errno.EINVAL.number(), Libc.lastErrno());
  }

  @Test
  public void frameMemoryIsZeroedAndAligned() {
    try (Frame f = new Frame()) {
      f.bytes(3);
      long second = f.bytes(5000);
      assertEquals(0, second % 8);
      assertTrue(Arrays.equals(new byte[5000], Frame.getBytes(second, 5000)));
    }
  }
}
