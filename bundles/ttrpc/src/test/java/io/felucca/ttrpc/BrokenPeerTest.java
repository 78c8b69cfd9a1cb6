package io.felucca.ttrpc;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertSame;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.felucca.ttrpc.envelope.CallRequest;
import io.felucca.ttrpc.envelope.CallResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.Rule;
import org.junit.Test;

/** Peers that die, stall or talk nonsense at every point of the exchange. */
public class BrokenPeerTest {
  @Rule public final Peers peers = new Peers();

  private static CompletableFuture<byte[]> call(TtrpcClient client) {
    return client.call("a.B", "C", new byte[] {1}, Metadata.none(), Peers.SOON);
  }

  private static TtrpcException failure(CompletableFuture<byte[]> call) {
    return (TtrpcException) assertThrows(CompletionException.class, call::join).getCause();
  }

  @Test
  public void nobodyListensIsUnavailable() {
    TtrpcException e = assertThrows(TtrpcException.class, peers::connect);
    assertEquals(TtrpcCode.UNAVAILABLE, e.code());
    assertTrue(e.getMessage(), e.getMessage().startsWith("cannot connect to unix:///"));
  }

  @Test
  public void peerThatHangsUpFailsAllCalls() throws IOException {
    try (ServerSocketChannel listening = peers.listen();
        TtrpcClient client = peers.connect();
        SocketChannel peer = listening.accept()) {
      CompletableFuture<byte[]> one = call(client);
      CompletableFuture<byte[]> two = call(client);
      peer.close();
      assertSame(TtrpcClosedException.class, failure(one).getClass());
      assertSame(TtrpcClosedException.class, failure(two).getClass());
      assertTrue(client.onClose().join().getMessage().contains("lost"));
    }
  }

  @Test
  public void peerThatDiesInTheMiddleOfAFrameFailsTheCall() throws IOException {
    try (ServerSocketChannel listening = peers.listen();
        TtrpcClient client = peers.connect();
        SocketChannel peer = listening.accept()) {
      CompletableFuture<byte[]> call = call(client);
      Peers.read(peer);
      ByteBuffer frame = Frame.encode(1, Frame.RESPONSE, new byte[50], 0);
      Peers.write(peer, frame.limit(30));
      peer.close();
      assertSame(TtrpcClosedException.class, failure(call).getClass());
    }
  }

  @Test
  public void answersSentBeforeDyingStillCount() throws IOException {
    try (ServerSocketChannel listening = peers.listen();
        TtrpcClient client = peers.connect();
        SocketChannel peer = listening.accept()) {
      CompletableFuture<byte[]> call = call(client);
      Peers.read(peer);
      Peers.write(peer, Responses.ok(1, new byte[] {7}));
      peer.close();
      assertArrayEquals(new byte[] {7}, call.join());
    }
  }

  @Test
  public void unreadableResponseFailsItsCallOnly() throws IOException {
    try (ServerSocketChannel listening = peers.listen();
        TtrpcClient client = peers.connect();
        SocketChannel peer = listening.accept()) {
      CompletableFuture<byte[]> first = call(client);
      CompletableFuture<byte[]> second = call(client);
      Peers.write(peer, Frame.encode(1, Frame.RESPONSE, new byte[] {(byte) 0xff, 1, 2}, 0));
      Peers.write(peer, Frame.encode(99, Frame.RESPONSE, new byte[] {4}, 0)); // nobody's stream
      Peers.write(peer, Responses.ok(3, new byte[] {8}));
      assertEquals(TtrpcCode.INTERNAL, failure(first).code());
      assertArrayEquals(new byte[] {8}, second.join());
    }
  }

  @Test
  public void oversizedResponseFailsItsCallOnly() throws IOException {
    try (ServerSocketChannel listening = peers.listen();
        TtrpcClient client = peers.connect();
        SocketChannel peer = listening.accept()) {
      CompletableFuture<byte[]> first = call(client);
      CompletableFuture<byte[]> second = call(client);
      int length = Frame.MAX_DATA + 10;
      Peers.write(
          peer, ByteBuffer.allocate(10 + length).putInt(length).putInt(1).put((byte) 2).rewind());
      Peers.write(peer, Responses.ok(3, new byte[] {8}));
      assertEquals(TtrpcCode.RESOURCE_EXHAUSTED, failure(first).code());
      assertArrayEquals(new byte[] {8}, second.join());
    }
  }

  @Test
  public void dataInsteadOfAResponseIsAProtocolError() throws IOException {
    try (ServerSocketChannel listening = peers.listen();
        TtrpcClient client = peers.connect();
        SocketChannel peer = listening.accept()) {
      CompletableFuture<byte[]> call = call(client);
      Peers.write(peer, Frame.encode(1, Frame.DATA, new byte[] {1}, 0));
      assertEquals(TtrpcCode.INTERNAL, failure(call).code());
    }
  }

  @Test
  public void peerThatNeverReadsIsRefusedMoreInTheEnd() throws IOException {
    try (ServerSocketChannel listening = peers.listen();
        TtrpcClient client = peers.connect();
        SocketChannel peer = listening.accept()) {
      TtrpcException refused = null;
      for (int i = 0; i < 40 && refused == null; i++) {
        CompletableFuture<byte[]> call =
            client.call("a.B", "C", new byte[3 << 20], Metadata.none(), Peers.SOON);
        refused = call.isCompletedExceptionally() ? failure(call) : null;
      }
      assertEquals(TtrpcCode.RESOURCE_EXHAUSTED, refused.code());
      assertTrue(peer.isOpen());
    }
  }

  @Test
  public void evenStreamNumbersAreRefused() throws IOException {
    assertRefusal(Frame.encode(2, Frame.REQUEST, echo(), 0), "StreamID must be odd");
  }

  @Test
  public void requestsThatAreNoMessageAreRefused() throws IOException {
    assertRefusal(
        Frame.encode(1, Frame.REQUEST, new byte[] {(byte) 0xff}, 0), "unmarshal request error");
  }

  @Test
  public void dataWithoutAStreamIsRefused() throws IOException {
    assertRefusal(Frame.encode(1, Frame.DATA, new byte[] {1}, 0), "StreamID is no longer active");
  }

  @Test
  public void oversizedRequestsAreRefused() throws IOException {
    int length = Frame.MAX_DATA + 1;
    assertRefusal(
        ByteBuffer.allocate(10 + length).putInt(length).putInt(1).put((byte) 1).rewind(),
        "message length " + length + " exceeds");
  }

  @Test
  public void usedStreamNumbersAreRefused() throws IOException {
    peers.serve(new TtrpcServices().unary("t.Echo", "Echo", TtrpcRequest::payload));
    try (SocketChannel raw = peers.rawClient()) {
      Peers.write(raw, Frame.encode(5, Frame.REQUEST, echo(), 0));
      assertEquals(0, CallResponse.parseFrom(Peers.read(raw).data()).getStatus().getCode());
      Peers.write(raw, Frame.encode(5, Frame.REQUEST, echo(), 0));
      String text = CallResponse.parseFrom(Peers.read(raw).data()).getStatus().getMessage();
      assertTrue(text, text.contains("cannot be re-used"));
    }
  }

  @Test
  public void unknownFrameTypesAreIgnored() throws IOException {
    peers.serve(new TtrpcServices().unary("t.Echo", "Echo", TtrpcRequest::payload));
    try (SocketChannel raw = peers.rawClient()) {
      Peers.write(raw, Frame.encode(1, 77, new byte[] {1}, 0));
      Peers.write(raw, Frame.encode(3, Frame.REQUEST, echo(), 0));
      assertEquals(3, Peers.read(raw).streamId());
    }
  }

  @Test
  public void closedServerHangsUp() throws IOException {
    TtrpcServer server =
        peers.serve(new TtrpcServices().unary("t.Echo", "Echo", TtrpcRequest::payload));
    try (SocketChannel raw = peers.rawClient()) {
      Peers.write(raw, Frame.encode(1, Frame.REQUEST, echo(), 0));
      Peers.read(raw);
      server.close();
      assertNull(Peers.read(raw));
    }
    assertThrows(TtrpcException.class, peers::connect);
  }

  /** A server answers the frame with this text, then still answers a good request. */
  private void assertRefusal(ByteBuffer frame, String text) throws IOException {
    peers.serve(new TtrpcServices().unary("t.Echo", "Echo", TtrpcRequest::payload));
    try (SocketChannel raw = peers.rawClient()) {
      Peers.write(raw, frame);
      String message = CallResponse.parseFrom(Peers.read(raw).data()).getStatus().getMessage();
      assertTrue(message, message.contains(text));
      Peers.write(raw, Frame.encode(11, Frame.REQUEST, echo(), 0));
      assertEquals(0, CallResponse.parseFrom(Peers.read(raw).data()).getStatus().getCode());
    }
  }

  private static CallRequest echo() {
    return CallRequest.newBuilder().setService("t.Echo").setMethod("Echo").build();
  }
}
