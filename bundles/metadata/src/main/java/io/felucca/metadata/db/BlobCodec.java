package io.felucca.metadata.db;

import io.felucca.api.Digest;
import io.felucca.api.content.ContentInfo;

/** Blobs that a namespace has: head and size. */
final class BlobCodec implements Codec<ContentInfo> {
  private static final int FORMAT = 1;

  @Override
  public String key(ContentInfo info) {
    return info.digest().toString();
  }

  @Override
  public byte[] encode(ContentInfo info) {
    return Head.write(FORMAT, info.createdAt(), info.updatedAt(), info.labels())
        .number(info.size())
        .done();
  }

  @Override
  public ContentInfo decode(String key, byte[] bytes) {
    RecordReader reader = new RecordReader(bytes, FORMAT);
    Head head = Head.read(reader);
    return new ContentInfo(
        Digest.parse(key), reader.number(), head.createdAt(), head.updatedAt(), head.labels());
  }
}
