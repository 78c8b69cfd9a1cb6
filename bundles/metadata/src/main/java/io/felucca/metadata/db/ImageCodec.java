package io.felucca.metadata.db;

import io.felucca.api.Descriptor;
import io.felucca.api.Digest;
import io.felucca.api.image.Image;

/** Images: head, then the target. */
final class ImageCodec implements Codec<Image> {
  private static final int FORMAT = 1;

  @Override
  public String key(Image image) {
    return image.name();
  }

  @Override
  public byte[] encode(Image image) {
    Descriptor target = image.target();
    return Head.write(FORMAT, image.createdAt(), image.updatedAt(), image.labels())
        .text(target.mediaType())
        .text(target.digest().toString())
        .number(target.size())
        .texts(target.annotations())
        .done();
  }

  @Override
  public Image decode(String key, byte[] bytes) {
    RecordReader reader = new RecordReader(bytes, FORMAT);
    Head head = Head.read(reader);
    Descriptor target =
        new Descriptor(reader.text(), Digest.parse(reader.text()), reader.number(), reader.texts());
    return new Image(key, head.labels(), target, head.createdAt(), head.updatedAt());
  }
}
