package io.felucca.diff.tar;

import io.felucca.linux.FileName;
import java.util.function.Consumer;

/**
 * Writes an archive: ustar, with a pax header where a value does not fit. Owners are numbers only,
 * so that the archive depends on nothing of this host.
 *
 * <p>The caller writes a member's data itself after its header, and {@link #pad} after that.
 */
public final class TarWriter {
  private static final int NAME = 100;
  private static final int LINK = 100;
  private static final int PAX_MODE = 0644;
  private static final long MAX_ID = 07777777;
  private static final long MAX_SIZE = 077777777777L;

  private final Consumer<byte[]> out;

  public TarWriter(Consumer<byte[]> out) {
    this.out = out;
  }

  /** Writes what goes before the member's data. */
  public void header(TarEntry entry) {
    PaxBlock pax = pax(entry);
    if (!pax.isEmpty()) {
      byte[] records = pax.bytes();
      HeaderBlock block = new HeaderBlock();
      block.text(HeaderBlock.NAME, NAME, FileName.encode("PaxHeaders.0/" + shortened(entry)));
      block.octal(HeaderBlock.MODE, 8, PAX_MODE);
      block.octal(HeaderBlock.SIZE, 12, records.length);
      out.accept(block.finish('x'));
      out.accept(records);
      pad(records.length);
    }
    out.accept(block(entry));
  }

  private static PaxBlock pax(TarEntry entry) {
    PaxBlock pax = new PaxBlock();
    pax.addIf(!fits(entry.name(), NAME), "path", FileName.encode(entry.name()));
    pax.addIf(!fits(entry.link(), LINK), "linkpath", FileName.encode(entry.link()));
    pax.addIf(entry.size() > MAX_SIZE, "size", entry.size());
    pax.addIf(entry.uid() > MAX_ID, "uid", entry.uid());
    pax.addIf(entry.gid() > MAX_ID, "gid", entry.gid());
    pax.addIf(!fits(entry.modified().getEpochSecond()), "mtime", entry.modified().getEpochSecond());
    entry.xattrs().forEach((name, value) -> pax.add("SCHILY.xattr." + name, value));
    return pax;
  }

  private static boolean fits(String text, int bytes) {
    return text.length() <= bytes && FileName.encode(text).length <= bytes;
  }

  private static boolean fits(long time) {
    return time >= 0 && time <= MAX_SIZE;
  }

  private static byte[] block(TarEntry entry) {
    long time = entry.modified().getEpochSecond();
    HeaderBlock block = new HeaderBlock();
    block.text(HeaderBlock.NAME, NAME, FileName.encode(entry.name()));
    block.octal(HeaderBlock.MODE, 8, entry.mode());
    block.octal(HeaderBlock.UID, 8, entry.uid() > MAX_ID ? 0 : entry.uid());
    block.octal(HeaderBlock.GID, 8, entry.gid() > MAX_ID ? 0 : entry.gid());
    block.octal(HeaderBlock.SIZE, 12, entry.size() > MAX_SIZE ? 0 : entry.size());
    block.octal(HeaderBlock.MODIFIED, 12, fits(time) ? time : 0);
    block.text(HeaderBlock.LINK, LINK, FileName.encode(entry.link()));
    block.device(entry.major(), entry.minor());
    return block.finish(entry.type());
  }

  /** For people who look into the archive; readers take the name from the records. */
  private static String shortened(TarEntry entry) {
    String name = entry.name().replaceAll("/+$", "");
    String last = name.substring(name.lastIndexOf('/') + 1);
    return last.length() > 20 ? last.substring(0, 20) : last;
  }

  /** Fills the last block behind so many bytes of data. */
  public void pad(long size) {
    int missing = (int) (-size & Header.SIZE - 1);
    if (missing > 0) {
      out.accept(new byte[missing]);
    }
  }

  /** Ends the archive. */
  public void finish() {
    out.accept(new byte[2 * Header.SIZE]);
  }
}
