package io.felucca.linux;

import static io.felucca.linux.Failures.assertFails;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;

public class NetNsTest {
  @Rule public final Workplace work = new Workplace();

  @Before
  public void root() {
    Workplace.needsRoot();
  }

  private static Path own() throws Exception {
    return Files.readSymbolicLink(Path.of("/proc/thread-self/ns/net"));
  }

  @Test
  public void loopbackOfANewNamespaceIsUp() throws Exception {
    Path path = work.path("ns");
    NetNs.create(path);
    assertEquals(FileSystem.NSFS, FileSystem.of(path).type());
    assertTrue(NetNs.run(path, () -> NetworkInterface.getByName("lo").isUp()));
    List<String> routes =
        NetNs.run(path, () -> Files.readAllLines(Path.of("/proc/thread-self/net/route")));
    assertEquals("a heading only", 1, routes.size());
    NetNs.delete(path);
  }

  @Test
  public void workRunsInsideAndTheCallerStaysOutside() throws Exception {
    Path path = work.path("ns");
    NetNs.create(path);
    Path outside = own();
    assertNotEquals(outside, NetNs.run(path, NetNsTest::own));
    assertEquals(outside, own());
    int port =
        NetNs.run(
            path,
            () -> {
              InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
              try (ServerSocket server = new ServerSocket(0, 1, loopback);
                  Socket client = new Socket(loopback, server.getLocalPort())) {
                return client.getPort();
              }
            });
    assertTrue(port > 0);
    NetNs.delete(path);
  }

  @Test
  public void failureInsideIsThrown() throws Exception {
    Path path = work.path("ns");
    NetNs.create(path);
    Exception thrown = new Exception("inside");
    Exception seen =
        assertThrows(
            Exception.class,
            () ->
                NetNs.run(
                    path,
                    () -> {
                      throw thrown;
                    }));
    assertEquals(thrown, seen);
    NetNs.delete(path);
  }

  @Test
  public void deletingIsIdempotent() throws Exception {
    Path path = work.path("ns");
    NetNs.create(path);
    NetNs.delete(path);
    NetNs.delete(path);
    assertFalse(Files.exists(path));
  }

  @Test
  public void existingFileIsNotTaken() throws Exception {
    Path path = work.file("ns", "");
    assertFails(Errno.EEXIST, () -> NetNs.create(path));
    assertFails(Errno.EINVAL, () -> NetNs.run(path, () -> null));
  }

  @Test
  public void namespaceOfAProcessIsBound() throws Exception {
    Workplace.needsProgram("unshare");
    Path path = work.path("ns");
    try (Pipe hold = Pipe.open();
        Pipe ready = Pipe.open();
        Child child =
            Spawn.command("unshare", "-n", "sh", "-c", "echo; read x")
                .stdin(hold.reader())
                .stdout(ready.writer())
                .start()) {
      ready.reader().read(java.nio.ByteBuffer.allocate(1));
      NetNs.bind(child.pid(), path);
      Path theirs = Files.readSymbolicLink(Path.of("/proc/" + child.pid() + "/ns/net"));
      assertEquals(theirs, NetNs.run(path, NetNsTest::own));
      child.kill();
    }
    NetNs.delete(path);
    assertThrows(LinuxException.class, () -> NetNs.bind(Integer.MAX_VALUE, path));
    assertFalse(Files.exists(path));
  }
}
