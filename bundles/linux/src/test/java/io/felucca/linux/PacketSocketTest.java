package io.felucca.linux;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class PacketSocketTest {
  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  @Test
  public void nobodyThereIsNoEntry() {
    Path path = folder.getRoot().toPath().resolve("absent");
    LinuxException e = assertThrows(LinuxException.class, () -> PacketSocket.connect(path));
    assertEquals("connect", e.call());
    assertEquals(Errno.ENOENT.number(), e.number());
  }

  @Test
  public void socketOfAnotherKindIsRefused() throws Exception {
    Path path = folder.getRoot().toPath().resolve("stream");
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(path));
      LinuxException e = assertThrows(LinuxException.class, () -> PacketSocket.connect(path));
      assertEquals("connect", e.call());
    }
  }
}
