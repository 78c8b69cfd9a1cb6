package io.felucca.grpc;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** A client that speaks HTTP/2 (RFC 9113) frame by frame, and a server that goes. */
public class FarewellTest {
  private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
  private static final int SETTINGS = 4;
  private static final int PING = 6;
  private static final int GOAWAY = 7;
  private static final int ACK = 1;
  private static final int HEADER_BYTES = 9;
  private static final int PINGS = 100;

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private final ExecutorService executor = Executors.newCachedThreadPool();
  private final CountDownLatch ended = new CountDownLatch(1);
  private GrpcServer server;
  private SocketChannel client;
  private DataInputStream in;

  @Before
  public void connect() throws IOException {
    Path path = folder.getRoot().toPath().resolve("grpc.sock");
    server = GrpcServer.unix(SocketFile.at(path), MessageSizes.USUAL, executor, s -> {});
    client = SocketChannel.open(StandardProtocolFamily.UNIX);
    client.connect(UnixDomainSocketAddress.of(path));
    in = new DataInputStream(Channels.newInputStream(client));
    client.write(StandardCharsets.US_ASCII.encode(PREFACE));
    send(SETTINGS, 0, new byte[0]);
    await(SETTINGS, ACK);
  }

  @After
  public void close() throws IOException {
    client.close();
    server.close();
    executor.shutdownNow();
  }

  @Test
  public void clientMayWriteUntilItHasReadAll() throws Exception {
    leave();
    assertEquals("all is read", -1, in.read());
    for (int i = 0; i < PINGS; i++) {
      send(PING, 0, new byte[Long.BYTES]);
      Thread.sleep(1); // a socket that its program closed goes with the next look at it
    }
    client.close();
    assertTrue(ended.await(120, TimeUnit.SECONDS));
  }

  @Test
  public void clientThatKeepsItsEndOpenIsLeftAfterAWhile() throws Exception {
    leave();
    assertTrue(ended.await(120, TimeUnit.SECONDS));
    assertEquals("all is read", -1, in.read());
  }

  /** Until the server has seen that the client knows, and closes. */
  private void leave() throws IOException {
    server.refuse();
    server.whenEnded(ended::countDown);
    await(GOAWAY, 0);
    send(PING, ACK, await(PING, 0));
    await(GOAWAY, 0);
  }

  private void send(int type, int flags, byte[] payload) throws IOException {
    ByteBuffer frame = ByteBuffer.allocate(HEADER_BYTES + payload.length);
    frame.putInt(payload.length << Byte.SIZE | type).put((byte) flags).putInt(0).put(payload);
    client.write(frame.flip());
  }

  private byte[] await(int type, int flags) throws IOException {
    while (true) {
      int start = in.readInt();
      int flagged = in.readUnsignedByte();
      in.readInt();
      byte[] payload = in.readNBytes(start >>> Byte.SIZE);
      if ((start & 0xff) == type && flagged == flags) {
        return payload;
      }
    }
  }
}
