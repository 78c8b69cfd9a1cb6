package io.felucca.diff.stream;

import io.felucca.api.Fault;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Gunzips: RFC 1952, any number of members one after the other, zero bytes behind the last. */
final class GzipDecoder implements Decoder {
  private final Input input;
  private final Inflater inflater = new Inflater(true);
  private final CRC32 sum = new CRC32();
  private boolean inMember;
  private boolean any;

  GzipDecoder(Input input) {
    this.input = input;
  }

  @Override
  public boolean decode(ByteBuffer into) {
    while (into.hasRemaining()) {
      if (!inMember && !nextMember()) {
        return false;
      }
      inflate(into);
      if (inflater.finished()) {
        endMember();
      }
    }
    return true;
  }

  private void inflate(ByteBuffer into) {
    if (inflater.needsInput()) {
      requireInput();
      inflater.setInput(input.window());
    }
    int from = into.position();
    try {
      inflater.inflate(into);
    } catch (DataFormatException e) {
      throw new Fault(
          Fault.Kind.INVALID_ARGUMENT,
          "invalid gzip data before byte " + input.offset() + ": " + e.getMessage(),
          e);
    }
    if (inflater.needsDictionary()) {
      throw Fault.invalid("invalid gzip data before byte %d: dictionary", input.offset());
    }
    sum.update(into.duplicate().limit(into.position()).position(from));
  }

  private boolean nextMember() {
    if (any && !skipZeros()) {
      return false;
    }
    new GzipHeader(this::next).read();
    any = true;
    inMember = true;
    return true;
  }

  /** Whether something follows that is no padding. */
  private boolean skipZeros() {
    while (input.available()) {
      ByteBuffer window = input.window();
      if (window.get(window.position()) != 0) {
        return true;
      }
      window.get();
    }
    return false;
  }

  private void endMember() {
    long size = inflater.getBytesWritten() & 0xffffffffL;
    long foundSum = little32();
    long foundSize = little32();
    if (foundSum != sum.getValue() || foundSize != size) {
      throw Fault.invalid(
          "invalid gzip checksum before byte %d: crc %08x size %d, expected %08x %d",
          input.offset(), sum.getValue(), size, foundSum, foundSize);
    }
    inflater.reset();
    sum.reset();
    inMember = false;
  }

  private long little32() {
    return next() | next() << 8 | next() << 16 | (long) next() << 24;
  }

  private int next() {
    requireInput();
    return input.window().get() & 0xff;
  }

  private void requireInput() {
    if (!input.available()) {
      throw Fault.invalid("unexpected end of gzip data after %d bytes", input.offset());
    }
  }

  @Override
  public void close() {
    inflater.end();
    Reference.reachabilityFence(input);
  }
}
