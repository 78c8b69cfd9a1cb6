package io.felucca.snapshots.book;

import io.felucca.api.Fault;
import io.felucca.api.snapshot.SnapshotInfo;
import io.felucca.api.snapshot.SnapshotKind;
import io.felucca.api.snapshot.Usage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the book keeps of one snapshot, and its bytes: a format byte, then fixed fields, then
 * strings with their lengths.
 */
record Page(long id, SnapshotInfo info, Usage usage) {
  private static final int FORMAT = 1;

  byte[] bytes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(128);
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(FORMAT);
      out.writeLong(id);
      out.writeByte(info.kind().ordinal());
      write(out, info.createdAt());
      write(out, info.updatedAt());
      out.writeLong(usage.inodes());
      out.writeLong(usage.size());
      write(out, info.parent());
      out.writeInt(info.labels().size());
      for (Map.Entry<String, String> label : info.labels().entrySet()) {
        write(out, label.getKey());
        write(out, label.getValue());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  static Page read(String name, byte[] bytes) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      int format = in.readByte();
      if (format != FORMAT) {
        throw Fault.of(
            Fault.Kind.DATA_LOSS,
            "snapshot \"%s\" has format %d in the book, this release reads %d",
            name,
            format,
            FORMAT);
      }
      long id = in.readLong();
      SnapshotKind kind = SnapshotKind.values()[in.readByte()];
      Instant created = readTime(in);
      Instant updated = readTime(in);
      Usage usage = new Usage(in.readLong(), in.readLong());
      String parent = readText(in);
      Map<String, String> labels = new TreeMap<>();
      for (int left = in.readInt(); left > 0; left--) {
        labels.put(readText(in), readText(in));
      }
      return new Page(id, new SnapshotInfo(kind, name, parent, labels, created, updated), usage);
    } catch (IOException e) {
      throw new Fault(Fault.Kind.DATA_LOSS, "snapshot \"" + name + "\" is cut in the book", e);
    }
  }

  private static void write(DataOutputStream out, Instant time) throws IOException {
    out.writeLong(time.getEpochSecond());
    out.writeInt(time.getNano());
  }

  private static Instant readTime(DataInputStream in) throws IOException {
    return Instant.ofEpochSecond(in.readLong(), in.readInt());
  }

  private static void write(DataOutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static String readText(DataInputStream in) throws IOException {
    return new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
  }
}
