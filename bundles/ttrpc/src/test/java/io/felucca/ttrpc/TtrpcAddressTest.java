package io.felucca.ttrpc;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.nio.file.Path;
import org.junit.Test;

public class TtrpcAddressTest {
  @Test
  public void pathSocketsAreReadInAllTheirSpellings() {
    for (String text :
        new String[] {
          "unix:///run/s/a", "ttrpc+unix:///run/s/a", "/run/s/a", "unix:///run/s/a\n"
        }) {
      assertEquals(Path.of("/run/s/a"), TtrpcAddress.parse(text).path());
    }
  }

  @Test
  public void abstractSocketsAreRefusedByName() {
    for (String text :
        new String[] {"unix://\0/containerd-shim/x", "unix://@/containerd-shim/x", "\0x"}) {
      TtrpcException e = assertThrows(TtrpcException.class, () -> TtrpcAddress.parse(text));
      assertEquals(TtrpcCode.UNIMPLEMENTED, e.code());
      assertTrue(e.getMessage(), e.getMessage().contains("abstract"));
    }
  }

  @Test
  public void vsockIsRefusedByName() {
    TtrpcException e =
        assertThrows(TtrpcException.class, () -> TtrpcAddress.parse("vsock://3:1024"));
    assertEquals(TtrpcCode.UNIMPLEMENTED, e.code());
    assertTrue(e.getMessage(), e.getMessage().contains("vsock"));
  }

  @Test
  public void relativePathsAreNoAddress() {
    TtrpcException e = assertThrows(TtrpcException.class, () -> TtrpcAddress.parse("s/a"));
    assertEquals(TtrpcCode.INVALID_ARGUMENT, e.code());
  }

  @Test
  public void pathsThatDoNotFitSaySo() {
    TtrpcException e =
        assertThrows(TtrpcException.class, () -> TtrpcAddress.parse("unix:///" + "x".repeat(107)));
    assertTrue(e.getMessage(), e.getMessage().contains("108 bytes, at most 107"));
  }
}
