package io.felucca.grpc;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.net.BindException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class SocketPlaceTest {
  private static final int OPEN_UMASK = 0;
  private static final int CLOSED_UMASK = 0022;

  @Rule public final TemporaryFolder folder = new TemporaryFolder();
  private Path path;

  @Before
  public void name() {
    path = folder.getRoot().toPath().resolve("s.sock");
  }

  @Test
  public void modeAndGroupAreThoseAskedFor() throws IOException {
    SocketPlace place = SocketPlace.take(new SocketFile(path, 0620, SocketFile.KEEP, 4711), 0022);
    try (ServerSocketChannel server = bind(place.address())) {
      place.open();
      assertEquals(0620, mode());
      assertEquals(4711, Files.getAttribute(path, "unix:gid"));
      assertTrue(connects());
    }
  }

  @Test
  public void withAnOpenUmaskTheSocketIsOutOfReachUntilItIsReady() throws IOException {
    SocketPlace place = SocketPlace.take(SocketFile.at(path), OPEN_UMASK);
    Path bound = place.address().getPath();
    assertNotEquals(path, bound);
    assertEquals("rwx------", rights(bound.getParent()));
    try (ServerSocketChannel server = bind(place.address())) {
      assertFalse(Files.exists(path));
      place.open();
      assertEquals(0660, mode());
      assertTrue(connects());
      assertFalse(Files.exists(bound.getParent()));
    }
  }

  @Test
  public void aDeadSocketIsReplaced() throws IOException {
    bind(UnixDomainSocketAddress.of(path)).close();
    assertTrue(Files.exists(path));
    SocketPlace.take(SocketFile.at(path), CLOSED_UMASK);
    assertFalse(Files.exists(path));
  }

  @Test
  public void aSocketThatAnswersIsLeftAndNamed() throws IOException {
    try (ServerSocketChannel other = bind(UnixDomainSocketAddress.of(path))) {
      BindException refused =
          assertThrows(
              BindException.class, () -> SocketPlace.take(SocketFile.at(path), CLOSED_UMASK));
      assertTrue(refused.getMessage(), refused.getMessage().contains(path + " is in use"));
      assertTrue(connects());
    }
  }

  @Test
  public void aFileThatIsNoSocketIsLeft() throws IOException {
    Files.writeString(path, "precious");
    assertThrows(BindException.class, () -> SocketPlace.take(SocketFile.at(path), CLOSED_UMASK));
    assertEquals("precious", Files.readString(path));
  }

  @Test
  public void leavingRemovesTheSocketButNotASuccessors() throws IOException {
    SocketPlace place = SocketPlace.take(SocketFile.at(path), CLOSED_UMASK);
    try (ServerSocketChannel server = bind(place.address())) {
      place.open();
      Files.delete(path);
      try (ServerSocketChannel successor = bind(UnixDomainSocketAddress.of(path))) {
        place.leave();
        assertTrue(connects());
      }
    }
  }

  @Test
  public void aPathIsAsLongAsItMayBe() throws IOException {
    String parent = folder.getRoot() + "/";
    Path longest = Path.of(parent + "x".repeat(106 - parent.length()));
    SocketListener.bind(SocketFile.at(longest)).close();
    Path tooLong = Path.of(longest + "x");
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> SocketFile.at(tooLong));
    assertEquals(
        "socket path is 107 bytes, at most 106 are possible: " + tooLong, refused.getMessage());
  }

  @Test
  public void theUmaskIsThatOfTheProcess() throws IOException {
    Path file = Files.createFile(folder.getRoot().toPath().resolve("f"));
    Files.delete(file);
    Files.createDirectory(file);
    assertEquals(0777 & ~Umask.current(), (int) Files.getAttribute(file, "unix:mode") & 0777);
  }

  private int mode() throws IOException {
    return (int) Files.getAttribute(path, "unix:mode") & 0777;
  }

  private boolean connects() throws IOException {
    try (SocketChannel client = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
      return client.isConnected();
    }
  }

  private static String rights(Path path) throws IOException {
    return java.nio.file.attribute.PosixFilePermissions.toString(
        Files.getPosixFilePermissions(path));
  }

  private static ServerSocketChannel bind(UnixDomainSocketAddress address) throws IOException {
    return ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(address);
  }
}
