package io.felucca.proxy.content;

import com.google.protobuf.ByteString;
import io.felucca.api.Fault;
import io.felucca.api.Scope;
import io.felucca.api.content.ContentInfo;
import io.felucca.api.content.ContentReader;
import io.felucca.wire.content.ContentGrpc;
import io.felucca.wire.content.ReadContentRequest;
import io.felucca.wire.content.ReadContentResponse;
import io.felucca.wire.proxy.Effort;
import io.felucca.wire.proxy.Proxy;
import java.nio.ByteBuffer;

/**
 * Reads a blob in ranges, each a call with a limit of its own: the blob as a whole may take as long
 * as it takes, and a process that is started anew in between is not noticed.
 *
 * <p>A small blob is read when it is opened, so that it can be read on when it is deleted.
 */
final class ProxyReader implements ContentReader {
  /** Read for somebody who wants less, because the next bytes are mostly wanted next. */
  private static final int AHEAD = 1 << 20;

  private static final int MOST = 4 << 20;
  private static final int SMALL = 64 << 10;

  private final Proxy proxy;
  private final Scope scope;
  private final String digest;
  private final long size;
  private ByteString piece = ByteString.EMPTY;
  private long pieceAt;

  private ProxyReader(Proxy proxy, Scope scope, ContentInfo info) {
    this.proxy = proxy;
    this.scope = scope;
    this.digest = info.digest().toString();
    this.size = info.size();
  }

  static ContentReader open(Proxy proxy, Scope scope, ContentInfo info) {
    ProxyReader reader = new ProxyReader(proxy, scope, info);
    if (info.size() > 0 && info.size() <= SMALL) {
      reader.fetch(0, (int) info.size());
    }
    return reader;
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public int read(ByteBuffer into, long offset) {
    if (offset >= size) {
      return -1;
    }
    int begin = into.position();
    for (long at = offset; into.hasRemaining() && at < size; ) {
      at += readSome(into, at);
    }
    return into.position() - begin;
  }

  private int readSome(ByteBuffer into, long at) {
    if (at < pieceAt || at >= pieceAt + piece.size()) {
      int wanted = Math.min(Math.max(into.remaining(), AHEAD), MOST);
      fetch(at, (int) Math.min(wanted, size - at));
    }
    int from = (int) (at - pieceAt);
    int count = Math.min(into.remaining(), piece.size() - from);
    piece.substring(from, from + count).copyTo(into);
    return count;
  }

  private void fetch(long at, int length) {
    ReadContentRequest request =
        ReadContentRequest.newBuilder().setDigest(digest).setOffset(at).setSize(length).build();
    ByteString read = ByteString.EMPTY;
    for (ReadContentResponse response :
        proxy.collect(scope, Effort.LOOK, ContentGrpc.getReadMethod(), request)) {
      read = read.concat(response.getData());
    }
    if (read.size() != length) {
      throw Fault.of(
          Fault.Kind.DATA_LOSS, "%s: %d of %d bytes at %d", digest, read.size(), length, at);
    }
    piece = read;
    pieceAt = at;
  }

  @Override
  public void close() {
    piece = ByteString.EMPTY;
  }
}
