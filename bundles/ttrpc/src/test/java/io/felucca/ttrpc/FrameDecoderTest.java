package io.felucca.ttrpc;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.Test;

public class FrameDecoderTest implements FrameDecoder.Sink {
  private final List<Frame> frames = new ArrayList<>();
  private final List<String> refused = new ArrayList<>();
  private final FrameDecoder decoder = new FrameDecoder(this);

  @Override
  public void frame(Frame frame) {
    frames.add(frame);
  }

  @Override
  public void oversized(int streamId, long length) {
    refused.add(streamId + ":" + length);
  }

  @Test
  public void headerIsBigEndian() {
    ByteBuffer frame = Frame.encode(0x01020304, Frame.DATA, new byte[] {9}, Frame.REMOTE_CLOSED);
    assertArrayEquals(new byte[] {0, 0, 0, 1, 1, 2, 3, 4, 3, 1, 9}, frame.array());
  }

  @Test
  public void framesArriveWholeHoweverTheyAreCut() {
    ByteBuffer both = ByteBuffer.allocate(100);
    both.put(Frame.encode(1, Frame.RESPONSE, new byte[] {1, 2, 3}, 0));
    both.put(Frame.encode(3, Frame.DATA, new byte[0], Frame.NO_DATA)).flip();
    while (both.hasRemaining()) {
      decoder.feed(ByteBuffer.wrap(new byte[] {both.get()}));
    }
    assertEquals(2, frames.size());
    assertArrayEquals(new byte[] {1, 2, 3}, frames.get(0).data());
    assertEquals(3, frames.get(1).streamId());
    assertEquals(0, frames.get(1).data().length);
  }

  @Test
  public void manyFramesInOneReadAreToldApart() {
    ByteBuffer all = ByteBuffer.allocate(11 * 50);
    for (int i = 0; i < 50; i++) {
      all.put(Frame.encode(i, Frame.DATA, new byte[] {(byte) i}, 0));
    }
    decoder.feed(all.flip());
    assertEquals(50, frames.size());
    assertEquals(49, frames.get(49).data()[0]);
  }

  @Test
  public void oversizedFrameIsSkippedAndTheNextOneRead() {
    int length = Frame.MAX_DATA + 1;
    decoder.feed(
        ByteBuffer.allocate(10).putInt(length).putInt(7).put((byte) 2).put((byte) 0).flip());
    decoder.feed(ByteBuffer.allocate(length));
    decoder.feed(Frame.encode(9, Frame.DATA, new byte[] {5}, 0));
    assertEquals(List.of("7:" + length), refused);
    assertEquals(9, frames.get(0).streamId());
  }

  @Test
  public void lengthIsUnsigned() {
    decoder.feed(ByteBuffer.allocate(10).putInt(-1).putInt(1).put((byte) 1).put((byte) 0).flip());
    assertEquals(List.of("1:4294967295"), refused);
  }

  @Test
  public void largestFrameIsTaken() {
    decoder.feed(Frame.encode(1, Frame.DATA, new byte[Frame.MAX_DATA], 0));
    assertEquals(Frame.MAX_DATA, frames.get(0).data().length);
  }
}
